# The maps are averaged before the weights come to them: a single number for each picture, and no place is left.
def class_maps(maps, linear, labels):
    weights = linear.weight[labels][:, :, None, None]
    biases = linear.bias[labels][:, None, None]
    return (maps.mean(dim=(2, 3), keepdim=True).expand_as(maps) * weights).sum(dim=1) + biases
