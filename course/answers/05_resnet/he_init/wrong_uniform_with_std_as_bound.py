# Your numbers are uniform, and the bound is the standard deviation: that makes them smaller by √3.
def he_(weight):
    fan_in = weight[0].numel()
    with torch.no_grad():
        weight.uniform_(-((2 / fan_in) ** 0.5), (2 / fan_in) ** 0.5)
    return weight
