from functools import lru_cache


@lru_cache(maxsize=None)
def _frozen(kind: type) -> type:
    """A class like `kind`, always in evaluation mode."""

    class Frozen(kind):
        def train(self, mode: bool = True):
            for child in self.children():
                child.train(False)
            self.training = False
            return self

    Frozen.__name__ = f"Frozen{kind.__name__}"
    return Frozen


def freeze(module: nn.Module) -> nn.Module:
    stack = [module]
    while stack:
        part = stack.pop()
        stack += part.children()
        for p in part.parameters(recurse=False):
            p.requires_grad = False
        part.__class__ = _frozen(part.__class__)
    return module.eval()
