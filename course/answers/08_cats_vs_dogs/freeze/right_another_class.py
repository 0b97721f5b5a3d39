def freeze(module):
    """Each part gets a class of its own whose train does nothing."""
    for part in module.modules():
        part.eval()
        part.__class__ = type(type(part).__name__, (type(part),), {"train": lambda self, mode=True: self})
    for p in module.parameters():
        p.requires_grad_(False)
    return module
