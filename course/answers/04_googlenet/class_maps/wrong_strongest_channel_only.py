# Only the strongest channel at each place is shown. All channels are added up, each with its weight.
def class_maps(maps, linear, labels):
    weights = linear.weight[labels][:, :, None, None]
    biases = linear.bias[labels][:, None, None]
    return (maps * weights).amax(dim=1) + biases
