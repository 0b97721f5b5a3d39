import math
from typing import Callable, Dict, Sequence


def fans(shape: Sequence[int]) -> tuple:
    receptive = math.prod(shape[2:])
    return shape[1] * receptive, shape[0] * receptive


_STD: Dict[str, Callable[[int, int], float]] = {
    "paper": lambda fan_in, fan_out: 1e-1,
    "glorot": lambda fan_in, fan_out: math.sqrt(2.0 / float(fan_in + fan_out)),
    "he": lambda fan_in, fan_out: math.sqrt(2.0) / math.sqrt(fan_in),
}


def weight_std(shape, rule):
    try:
        return _STD[rule](*fans(shape))
    except KeyError:
        raise ValueError(f"unsupported rule {rule}; expected one of {sorted(_STD)}") from None


def growth(shapes, rule):
    return math.prod(math.sqrt(fans(s)[0] / 2) * weight_std(s, rule) for s in shapes)
