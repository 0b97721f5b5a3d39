def fan_in(shape):
    return torch.tensor(shape[1:]).prod()


def weight_std(shape, rule):
    n = fan_in(shape).double()
    m = n * shape[0] / shape[1]
    variances = {"paper": torch.tensor(0.01, dtype=torch.double), "glorot": 2 / (n + m), "he": 2 / n}
    if rule not in variances:
        raise ValueError(f"{rule} is neither of {list(variances)}")
    return variances[rule].sqrt().item()


def growth(shapes, rule):
    logs = [0.5 * torch.log(fan_in(s) / 2) + torch.log(torch.tensor(weight_std(s, rule))) for s in shapes]
    return float(torch.exp(torch.stack(logs).double().sum())) if logs else 1.0
