from collections import namedtuple
from functools import reduce
from operator import mul

Fan = namedtuple("Fan", ["n", "m"])


def fan(shape):
    window = reduce(mul, shape[2:], 1)
    return Fan(n=window * shape[1], m=window * shape[0])


def weight_std(shape, rule):
    f = fan(shape)
    if rule == "paper":
        variance = 0.1**2
    elif rule == "glorot":
        variance = 1 / ((f.n + f.m) / 2)
    elif rule == "he":
        variance = 1 / (f.n / 2)
    else:
        raise ValueError("rule must be paper, glorot or he")
    return variance**0.5


def growth(shapes, rule):
    return reduce(lambda so_far, shape: so_far * (fan(shape).n * weight_std(shape, rule) ** 2 / 2) ** 0.5, shapes, 1)
