import math

RULES = {
    "paper": lambda n, m: 0.01,
    "glorot": lambda n, m: 2 / (n + m),
    "he": lambda n, m: 2 / n,
}

def weight_std(shape, rule):
    if rule not in RULES:
        raise ValueError("unknown rule: " + rule)
    places = math.prod(shape[2:])
    return math.sqrt(RULES[rule](shape[1] * places, shape[0] * places))

def growth(shapes, rule):
    if not shapes:
        return 1.0
    first, *others = shapes
    return math.sqrt(math.prod(first[1:]) / 2) * weight_std(first, rule) * growth(others, rule)
