# The module is frozen, but not returned.
def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        part.eval()
        part.train = lambda mode=True, part=part: part
