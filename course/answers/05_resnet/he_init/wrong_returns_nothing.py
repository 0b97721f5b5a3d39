# The weights are right, but nothing is returned: end with `return weight`.
def he_(weight):
    with torch.no_grad():
        weight.normal_(0, (2 / weight[0].numel()) ** 0.5)
