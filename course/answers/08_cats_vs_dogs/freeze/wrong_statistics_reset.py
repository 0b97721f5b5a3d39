# The statistics are reset to mean 0 and variance 1. Those that ImageNet left are what the weights were learned with.
def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.reset_running_stats()
        part.eval()
        part.train = lambda mode=True, part=part: part
    return module
