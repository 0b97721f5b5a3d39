# You multiply the maps where they stand, so the caller's own maps are spoiled. Make new ones.
def class_maps(maps, linear, labels):
    weights, biases = linear.weight[labels].detach(), linear.bias[labels].detach()
    maps *= weights[:, :, None, None]
    return maps.sum(dim=1) + biases[:, None, None]
