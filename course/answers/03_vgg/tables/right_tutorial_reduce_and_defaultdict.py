from collections import defaultdict
from functools import reduce


def better(a, b):
    if a[-1] != b[-1]:
        return a if a[-1] < b[-1] else b
    return a if a[-2] <= b[-2] else b


def best(rows):
    return reduce(better, rows)


def jitter_gain(rows):
    by_column = defaultdict(dict)
    for column, scale, _, top1, _ in rows:
        by_column[column].setdefault(scale, top1)
    wanted = "384", "256-512"
    return {c: scales[wanted[0]] - scales[wanted[1]] for c, scales in by_column.items() if scales.keys() >= set(wanted)}
