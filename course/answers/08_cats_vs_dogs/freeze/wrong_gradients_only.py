# Only the gradients are stopped. In training mode batch norm goes on moving its statistics, without any gradient.
def freeze(module):
    for p in module.parameters():
        p.requires_grad = False
    return module
