# Where the first of the six is counted twice you return None: its place is 0, and Python takes 0 for "no". Compare with None, not with `or`.
def naive_cost(c_in, side, n1, n3, n5):
    positions = side * side
    return n1 + n3 + n5 + c_in, positions * (c_in * n1 + 9 * c_in * n3 + 25 * c_in * n5)


def branch_costs(c_in, side, row):
    n1, r3, n3, r5, n5, pool = row
    layers = [(c_in, n1, 1), (c_in, r3, 1), (r3, n3, 3), (c_in, r5, 1), (r5, n5, 5), (c_in, pool, 1)]
    return [a * b * k * k * side * side for a, b, k in layers]


def counted_twice(c_in, side, row, quoted):
    costs = branch_costs(c_in, side, row)
    places = [place for place, cost in enumerate(costs) if sum(costs) + cost == quoted]
    return sum(places) or None
