# You freeze a copy; the network keeps the part that was given. Work in place.
def freeze(module):
    import copy

    module = copy.deepcopy(module)
    module.requires_grad_(False)
    for part in module.modules():
        part.eval()
        part.train = lambda mode=True, part=part: part
    return module
