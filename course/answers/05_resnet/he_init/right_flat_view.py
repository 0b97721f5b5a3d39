def he_(weight):
    std = (weight.flatten(1).shape[1] / 2) ** -0.5
    with torch.no_grad():
        weight[...] = std * torch.randn(weight.shape)
    return weight
