# You return the new layer alone: the body is forgotten.
def new_head(net, num_classes):
    name = [name for name, module in net.named_modules() if isinstance(module, nn.Linear)][-1]
    old = net.get_submodule(name)
    return nn.Linear(old.in_features, num_classes)
