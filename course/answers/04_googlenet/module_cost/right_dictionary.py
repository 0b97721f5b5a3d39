def naive_cost(c_in, side, n1, n3, n5):
    macs = 0
    for filters, kernel in zip((n1, n3, n5), (1, 3, 5)):
        macs += side ** 2 * kernel ** 2 * c_in * filters
    return sum((n1, n3, n5, c_in)), macs


def branch_costs(c_in, side, row):
    one = side ** 2 * c_in
    return [one * row[0], one * row[1], side ** 2 * 9 * row[1] * row[2], one * row[3], side ** 2 * 25 * row[3] * row[4], one * row[5]]


def counted_twice(c_in, side, row, quoted):
    costs = branch_costs(c_in, side, row)
    difference = quoted - sum(costs)
    if difference == 0:
        return None
    return next(i for i in range(6) if costs[i] == difference)
