def class_maps(maps, linear, labels):
    num_pictures, num_channels, h, w = maps.shape
    X = maps.reshape(num_pictures, num_channels, h * w)
    W = linear.weight[labels].unsqueeze(1)
    return torch.baddbmm(linear.bias[labels].reshape(-1, 1, 1), W, X).reshape(num_pictures, h, w)
