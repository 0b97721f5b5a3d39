# With momentum 0 the statistics stand still but are not used: in training mode batch norm still normalises by the batch.
def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.momentum = 0.0
        if isinstance(part, nn.Dropout):
            part.p = 0.0
    return module
