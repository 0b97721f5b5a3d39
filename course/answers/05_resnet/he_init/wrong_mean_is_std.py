# normal_(mean, std): you gave the standard deviation as the mean.
def he_(weight):
    fan_in = weight[0].numel()
    with torch.no_grad():
        weight.normal_((2 / fan_in) ** 0.5)
    return weight
