# growth multiplies mean squares. The size of the signal is their root.
import math

def weight_std(shape, rule):
    window = math.prod(shape[2:])
    fan_in, fan_out = shape[1] * window, shape[0] * window
    if rule == "paper":
        return 0.1
    if rule == "glorot":
        return math.sqrt(2 / (fan_in + fan_out))
    if rule == "he":
        return math.sqrt(2 / fan_in)
    raise ValueError(f"no rule called {rule}")

def growth(shapes, rule):
    factor = 1.0
    for shape in shapes:
        n = math.prod(shape[1:])
        factor *= n * weight_std(shape, rule) ** 2 / 2
    return factor
