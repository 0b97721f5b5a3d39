from collections import namedtuple
from itertools import groupby
from operator import attrgetter

Row = namedtuple("Row", "column S Q top1 top5")


def best(rows):
    return min(map(Row._make, rows), key=attrgetter("top5", "top1"))


def jitter_gain(rows):
    gains = {}
    for column, of_it in groupby(sorted(map(Row._make, rows), key=attrgetter("column")), key=attrgetter("column")):
        top1 = {row.S: row.top1 for row in of_it}
        if "384" in top1 and "256-512" in top1:
            gains[column] = top1["384"] - top1["256-512"]
    return gains
