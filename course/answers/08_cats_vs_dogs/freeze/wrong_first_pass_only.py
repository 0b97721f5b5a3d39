# It goes back into evaluation mode once, at the first pass. It has to happen before every one: each epoch calls train() again.
def freeze(module):
    module.requires_grad_(False).eval()

    def back(part, given):
        module.eval()
        handle.remove()

    handle = module.register_forward_pre_hook(back)
    return module
