# You set a seed yourself, so every layer of a shape starts with the same numbers. Leave the seed to whoever trains.
def he_(weight):
    torch.manual_seed(0)
    with torch.no_grad():
        weight.normal_(0, (2 / weight[0].numel()) ** 0.5)
    return weight
