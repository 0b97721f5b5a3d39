# branch_costs returns a tuple. A list is asked for.
def naive_cost(c_in, side, n1, n3, n5):
    positions = side * side
    return n1 + n3 + n5 + c_in, positions * (c_in * n1 + 9 * c_in * n3 + 25 * c_in * n5)


def branch_costs(c_in, side, row):
    n1, r3, n3, r5, n5, pool = row
    p = side * side
    return p * c_in * n1, p * c_in * r3, 9 * p * r3 * n3, p * c_in * r5, 25 * p * r5 * n5, p * c_in * pool


def counted_twice(c_in, side, row, quoted):
    costs = branch_costs(c_in, side, row)
    for place, cost in enumerate(costs):
        if sum(costs) + cost == quoted:
            return place
    return None
