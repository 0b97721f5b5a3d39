# You set the seed before you draw: the new layer is the same every time, and the chance of everybody else with it.
def new_head(net, num_classes):
    name = [name for name, module in net.named_modules() if isinstance(module, nn.Linear)][-1]
    old = net.get_submodule(name)
    torch.manual_seed(0)
    new = nn.Linear(old.in_features, num_classes)
    net.set_submodule(name, new)
    return net
