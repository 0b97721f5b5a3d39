# What comes out of the frozen part is detached, so that nothing before it learns any more. A fixed function hands gradients on.
def freeze(module):
    module.requires_grad_(False)
    for part in module.modules():
        part.eval()
        part.train = lambda mode=True, part=part: part
    module.register_forward_hook(lambda part, given, out: out.detach())
    return module
