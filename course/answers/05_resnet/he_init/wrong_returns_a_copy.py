# What you return is cut off from the parameter: it no longer learns. Return `weight` itself.
def he_(weight):
    weight.data = torch.randn(weight.shape) * (2 / weight[0].numel()) ** 0.5
    return weight.detach()
