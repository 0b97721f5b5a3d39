# You change a copy, and the network you were given still has its old head. Work in place.
def new_head(net, num_classes):
    import copy

    net = copy.deepcopy(net)
    name = [name for name, module in net.named_modules() if isinstance(module, nn.Linear)][-1]
    old = net.get_submodule(name)
    net.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return net
