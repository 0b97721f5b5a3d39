# You divide by the number of all weights of the layer. The fan-in is that of one filter.
def he_(weight):
    fan_in = weight.numel()
    with torch.no_grad():
        weight.normal_(0, (2 / fan_in) ** 0.5)
    return weight
