# There is no chance in your numbers: they come from a formula, the same for every layer of a shape. Their spread is right; draw them.
def he_(weight):
    n = weight.numel()
    with torch.no_grad():
        ranks = (torch.arange(n) * 7919 % n + 0.5) / n
        weight.copy_((2 * ranks - 1).erfinv().mul(2 * weight[0].numel() ** -0.5).reshape(weight.shape))
    return weight
