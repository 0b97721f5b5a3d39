# You shift and stretch the numbers until mean and spread are exact. Then they are not independent, and a small layer gets hardly any.
def he_(weight):
    with torch.no_grad():
        weight.normal_()
        if weight.numel() > 1:
            weight.sub_(weight.mean()).div_(weight.std())
        else:
            weight.zero_()
        weight.mul_((2 / weight[0].numel()) ** 0.5)
    return weight
