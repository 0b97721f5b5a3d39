def new_head(net, num_classes):
    parent, name, old = None, None, None
    for module in net.modules():
        for child_name, child in module.named_children():
            if isinstance(child, nn.Linear):
                parent, name, old = module, child_name, child
    setattr(parent, name, nn.Linear(old.weight.shape[1], num_classes))
    return net
