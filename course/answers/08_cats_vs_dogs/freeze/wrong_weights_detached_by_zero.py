# The weights are set to zero. Frozen means that they stay as they are.
def freeze(module):
    module.requires_grad_(False)
    for p in module.parameters():
        p.zero_()
    for part in module.modules():
        part.eval()
        part.train = lambda mode=True, part=part: part
    return module
