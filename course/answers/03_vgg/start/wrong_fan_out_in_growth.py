# growth takes the filters for n. What is added up is the fan-in: channels × rows × columns, shape[1:].
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
        n = shape[0] * math.prod(shape[2:])
        factor *= math.sqrt(n * weight_std(shape, rule) ** 2 / 2)
    return factor
