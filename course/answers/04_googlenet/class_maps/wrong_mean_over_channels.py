# You average over the channels where they should be added up.
def class_maps(maps, linear, labels):
    weights = linear.weight[labels][:, :, None, None]
    biases = linear.bias[labels][:, None, None]
    return (maps * weights).mean(dim=1) + biases
