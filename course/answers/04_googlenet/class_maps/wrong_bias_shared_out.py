# The bias is divided among the positions, and so is almost gone in the average. At every position it is added whole.
def class_maps(maps, linear, labels):
    weights = linear.weight[labels][:, :, None, None]
    biases = linear.bias[labels][:, None, None]
    return (maps * weights).sum(dim=1) + biases / (maps.shape[2] * maps.shape[3])
