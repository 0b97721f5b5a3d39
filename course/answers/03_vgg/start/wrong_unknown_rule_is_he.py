# Any unknown rule counts as he. Raise a ValueError: a misspelt name should be noticed.
import math

def weight_std(shape, rule):
    window = math.prod(shape[2:])
    fan_in, fan_out = shape[1] * window, shape[0] * window
    if rule == "paper":
        return 0.1
    if rule == "glorot":
        return math.sqrt(2 / (fan_in + fan_out))
    return math.sqrt(2 / fan_in)

def growth(shapes, rule):
    factor = 1.0
    for shape in shapes:
        n = math.prod(shape[1:])
        factor *= math.sqrt(n * weight_std(shape, rule) ** 2 / 2)
    return factor
