# You take the window's rows twice. Rows and columns may differ.
import math

def weight_std(shape, rule):
    window = shape[2] ** 2 if len(shape) == 4 else 1
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
        factor *= math.sqrt(n * weight_std(shape, rule) ** 2 / 2)
    return factor
