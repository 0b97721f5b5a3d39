# The new layer stands on top of the old one. It takes its place, and reads what that one read.
def new_head(net, num_classes):
    name = [name for name, module in net.named_modules() if isinstance(module, nn.Linear)][-1]
    old = net.get_submodule(name)
    net.set_submodule(name, nn.Sequential(old, nn.Linear(old.out_features, num_classes)))
    return net
