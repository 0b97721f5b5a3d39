# You add the new numbers to the old ones. They should take their place.
def he_(weight):
    with torch.no_grad():
        weight += torch.randn(weight.shape) * (2 / weight[0].numel()) ** 0.5
    return weight
