# normal_ wants the standard deviation, and you give it the variance: take the root of 2 / n.
def he_(weight):
    fan_in = weight[0].numel()
    with torch.no_grad():
        weight.normal_(0, 2 / fan_in)
    return weight
