from collections import namedtuple

import numpy as np

ReductionA = namedtuple("ReductionA", "k l m n")
Filters = namedtuple("Filters", "a b c")


def last_filters(stem, reduction_a, reduction_b):
    given = ReductionA(*reduction_a)
    ends = np.array([branch[-1] for branch in reduction_b])
    b = stem + given.m + given.n
    return Filters(a=stem, b=b, c=b + int(ends.sum()))
