# Your numbers are uniform between two bounds. The spread is right, but normal numbers are asked for.
def he_(weight):
    fan_in = weight[0].numel()
    with torch.no_grad():
        weight.uniform_(-((6 / fan_in) ** 0.5), (6 / fan_in) ** 0.5)
    return weight
