# You divide by the fan-out: how many weights lead away from an input. Asked for is the fan-in, the number of weights of one filter.
def he_(weight):
    fan_in = weight.numel() // weight.shape[1]
    with torch.no_grad():
        weight.normal_(0, (2 / fan_in) ** 0.5)
    return weight
