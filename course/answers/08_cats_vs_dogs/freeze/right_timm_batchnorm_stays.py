import types


def freeze(module: nn.Module) -> nn.Module:
    """Each part keeps its own train, which from now on only ever says False."""

    def train(self, mode: bool = True):
        return nn.Module.train(self, False)

    for param in module.parameters():
        param.requires_grad_(False)
        param.grad = None
    for m in [*module.modules()]:
        m.train = types.MethodType(train, m)
    module.train()
    return module
