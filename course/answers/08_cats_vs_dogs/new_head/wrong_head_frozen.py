# The new layer is frozen too: it is the one that must learn.
def new_head(net, num_classes):
    name = [name for name, module in net.named_modules() if isinstance(module, nn.Linear)][-1]
    old = net.get_submodule(name)
    net.set_submodule(name, nn.Linear(old.in_features, num_classes).requires_grad_(False))
    return net
