# A ReLU stands before the new layer. Nothing but the layer changes.
def new_head(net, num_classes):
    name = [name for name, module in net.named_modules() if isinstance(module, nn.Linear)][-1]
    old = net.get_submodule(name)
    net.set_submodule(name, nn.Sequential(nn.ReLU(), nn.Linear(old.in_features, num_classes), nn.ReLU()))
    return net
