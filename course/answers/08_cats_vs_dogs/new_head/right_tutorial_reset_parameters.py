def new_head(net, num_classes):
    """The old layer with room for other classes, drawn anew by its own reset_parameters."""
    fc = [m for m in net.modules() if isinstance(m, nn.Linear)].pop()
    fc.out_features = num_classes
    fc.weight = nn.Parameter(torch.empty(num_classes, fc.in_features))
    fc.bias = nn.Parameter(torch.empty(num_classes))
    fc.reset_parameters()
    return net
