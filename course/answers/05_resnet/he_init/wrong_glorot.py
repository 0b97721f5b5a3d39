# That is Glorot's start: it takes the average of fan-in and fan-out, and no factor for the ReLU.
def he_(weight):
    fan_in = weight[0].numel() + weight.numel() // weight.shape[1]
    with torch.no_grad():
        weight.normal_(0, (2 / fan_in) ** 0.5)
    return weight
