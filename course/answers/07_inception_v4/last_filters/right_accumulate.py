from itertools import accumulate
from operator import itemgetter


def last_filters(stem, reduction_a, reduction_b):
    grown = sum(reduction_a[-2:]), sum(map(itemgetter(-1), reduction_b))
    return tuple(accumulate(grown, initial=stem))
