# net[-1] only works where the network is an nn.Sequential whose last child is the layer. Look for it with named_modules.
def new_head(net, num_classes):
    net[-1] = nn.Linear(net[-1].in_features, num_classes)
    return net
