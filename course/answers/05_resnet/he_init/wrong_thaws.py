# You make every weight learn, one that was frozen too. Whether it learns is to stay as it was.
def he_(weight):
    with torch.no_grad():
        weight.normal_(0, (2 / weight[0].numel()) ** 0.5)
    return weight.requires_grad_(True)
