# You unfreeze the whole network. Only the new layer is new; what was frozen stays so.
def new_head(net, num_classes):
    name = [name for name, module in net.named_modules() if isinstance(module, nn.Linear)][-1]
    old = net.get_submodule(name)
    net.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return net.requires_grad_(True)
