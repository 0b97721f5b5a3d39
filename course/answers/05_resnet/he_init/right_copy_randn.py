def he_(weight):
    n = 1
    for size in weight.shape[1:]:
        n = n * size
    new = torch.randn_like(weight) * (2 / n) ** 0.5
    weight.data.copy_(new.detach())
    return weight
