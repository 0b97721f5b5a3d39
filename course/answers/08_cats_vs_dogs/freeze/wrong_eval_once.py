# It is in evaluation mode until somebody calls net.train(), and every epoch begins with that.
def freeze(module):
    module.requires_grad_(False)
    module.eval()
    return module
