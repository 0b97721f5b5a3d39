# Every weight got the same number, and then every filter would learn the same. Draw them independently.
def he_(weight):
    with torch.no_grad():
        weight.fill_((2 / weight[0].numel()) ** 0.5)
    return weight
