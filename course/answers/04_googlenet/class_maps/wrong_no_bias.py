# The bias is missing, so the average of the map is not the logit.
def class_maps(maps, linear, labels):
    weights = linear.weight[labels][:, :, None, None]
    biases = linear.bias[labels][:, None, None]
    return (maps * weights).sum(dim=1)
