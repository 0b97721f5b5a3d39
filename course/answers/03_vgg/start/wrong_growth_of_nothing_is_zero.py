# growth of no layers at all is 0 in yours. The signal stays as it is: the factor is 1.
def weight_std(shape: tuple[int, ...], rule: str) -> float:
    filters, channels, *window = shape
    places = torch.Size(window).numel()
    match rule:
        case "paper":
            return 0.1
        case "glorot":
            return (2 / ((channels + filters) * places)) ** 0.5
        case "he":
            return (2 / (channels * places)) ** 0.5
    raise ValueError(f"there is no rule {rule!r}")


def growth(shapes: list[tuple[int, ...]], rule: str) -> float:
    if not shapes:
        return 0.0
    factor = 1.0
    for shape in shapes:
        n = torch.Size(shape[1:]).numel()
        factor *= (n / 2) ** 0.5 * weight_std(shape, rule)
    return factor
