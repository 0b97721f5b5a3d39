# Your paper's rule is 0.1 for convolutions only. It is 0.1 whatever the layer.
def weight_std(shape: tuple[int, ...], rule: str) -> float:
    filters, channels, *window = shape
    places = torch.Size(window).numel()
    match rule:
        case "paper":
            return 0.1 if window else (1 / channels) ** 0.5
        case "glorot":
            return (2 / ((channels + filters) * places)) ** 0.5
        case "he":
            return (2 / (channels * places)) ** 0.5
    raise ValueError(f"there is no rule {rule!r}")


def growth(shapes: list[tuple[int, ...]], rule: str) -> float:
    factor = 1.0
    for shape in shapes:
        n = torch.Size(shape[1:]).numel()
        factor *= (n / 2) ** 0.5 * weight_std(shape, rule)
    return factor
