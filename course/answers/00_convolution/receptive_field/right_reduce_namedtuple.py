from collections import namedtuple
from functools import reduce

Seen = namedtuple("Seen", "field jump")


def receptive_field(layers):
    step = lambda seen, layer: Seen(seen.field + (layer[0] - 1) * seen.jump, seen.jump * layer[1])
    return reduce(step, layers, Seen(1, 1)).field
