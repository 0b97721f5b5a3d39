# You cut your numbers off at about three standard deviations. Normal numbers have no bounds: leave the few large ones as they are.
def he_(weight):
    std = (2 / weight[0].numel()) ** 0.5
    with torch.no_grad():
        weight.normal_(0, std).clamp_(-3 * std, 3 * std)
    return weight
