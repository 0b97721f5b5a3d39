# The 2 is missing: √(1 / n) would do without a ReLU, which throws half of the signal away at every layer.
def he_(weight):
    fan_in = weight[0].numel()
    with torch.no_grad():
        weight.normal_(0, (1 / fan_in) ** 0.5)
    return weight
