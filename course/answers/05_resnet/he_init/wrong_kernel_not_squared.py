# Your fan-in counts the rows of the kernel, not its rows times its columns.
def he_(weight):
    fan_in = weight.shape[1] * (weight.shape[2] if weight.dim() > 2 else 1)
    with torch.no_grad():
        weight.normal_(0, (2 / fan_in) ** 0.5)
    return weight
