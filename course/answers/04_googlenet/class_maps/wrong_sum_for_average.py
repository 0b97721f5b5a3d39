# Your map adds up to the logit; it should average to it. Nothing is divided by the number of positions.
def class_maps(maps, linear, labels):
    weights = linear.weight[labels][:, :, None, None]
    biases = linear.bias[labels][:, None, None]
    return ((maps * weights).sum(dim=1) + biases) / (maps.shape[2] * maps.shape[3])
