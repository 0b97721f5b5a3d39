# Your multiply-accumulates have a decimal point. They are counted: whole numbers, without dividing or `float`.
def naive_cost(c_in, side, n1, n3, n5):
    return n1 + n3 + n5 + c_in, float(side) ** 2 * c_in * (n1 + 9 * n3 + 25 * n5)


def branch_costs(c_in, side, row):
    n1, r3, n3, r5, n5, pool = row
    layers = [(c_in, n1, 1), (c_in, r3, 1), (r3, n3, 3), (c_in, r5, 1), (r5, n5, 5), (c_in, pool, 1)]
    return [a * b * k * k * float(side) ** 2 for a, b, k in layers]


def counted_twice(c_in, side, row, quoted):
    costs = branch_costs(c_in, side, row)
    for place, cost in enumerate(costs):
        if sum(costs) + cost == quoted:
            return place
    return None
