def class_maps(maps, linear, labels):
    every_class = F.conv2d(maps, linear.weight[:, :, None, None], linear.bias)
    where = labels.view(-1, 1, 1, 1).expand(-1, 1, *maps.shape[2:])
    return every_class.gather(1, where).squeeze(1)
