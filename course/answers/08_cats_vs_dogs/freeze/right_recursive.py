def freeze(module):
    module.eval()
    for child in module.children():
        freeze(child)
    for p in module.parameters(recurse=False):
        p.requires_grad = False

    def train(mode=True):
        return module

    module.train = train
    return module
