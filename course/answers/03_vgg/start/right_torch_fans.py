def weight_std(shape, rule):
    if rule == "paper":
        return 0.01 ** 0.5
    with torch.device("meta"):
        weight = torch.empty(shape)
    fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(weight)
    if rule == "he":
        return (2 / fan_in) ** 0.5
    elif rule == "glorot":
        return (2 / (fan_in + fan_out)) ** 0.5
    else:
        raise ValueError(rule)

def growth(shapes, rule):
    total = 1.0
    for shape in shapes:
        fan_in = 1
        for n in shape[1:]:
            fan_in *= n
        total *= (fan_in * weight_std(shape, rule) ** 2 / 2) ** 0.5
    return total
