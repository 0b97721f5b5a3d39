def new_head(net, num_classes):
    """The same layer object, with other numbers in it."""
    head = None
    for module in net.modules():
        if type(module) is nn.Linear:
            head = module
    fresh = nn.Linear(head.in_features, num_classes, bias=True)
    head.out_features = num_classes
    head.weight, head.bias = fresh.weight, fresh.bias
    return net
