def class_map(maps, weight, label, size):
    """A row of 1 for the class and -1 / (K - 1) for each other, times the map of every class."""
    k = len(weight)
    signs = (k * F.one_hot(torch.tensor(label), k) - 1) / (k - 1)
    of_classes = weight @ maps.flatten(1)
    heat = (signs @ of_classes).unflatten(0, maps.shape[1:])
    up = nn.Upsample(size, mode="bilinear", align_corners=False)
    return up(heat.unsqueeze(0).unsqueeze(0)).squeeze((0, 1))
