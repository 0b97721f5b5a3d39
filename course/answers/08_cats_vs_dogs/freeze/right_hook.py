def freeze(module):
    """Before each forward pass every part is put into evaluation mode."""
    for p in module.parameters():
        p.requires_grad = False

    def stay(part, inputs):
        part.training = False

    for part in module.modules():
        part.training = False
        part.register_forward_pre_hook(stay)
    return module
