# All filters got the same numbers, and will all learn the same. Each is to have its own.
def he_(weight):
    with torch.no_grad():
        weight[:] = torch.randn(weight[0].shape) * (2 / weight[0].numel()) ** 0.5
    return weight
