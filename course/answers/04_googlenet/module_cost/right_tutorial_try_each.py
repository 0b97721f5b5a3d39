def naive_cost(c_in, side, n1, n3, n5):
    out_channels, total = c_in, 0
    for kernel, filters in [(1, n1), (3, n3), (5, n5)]:
        out_channels += filters
        total += filters * c_in * kernel * kernel * side * side
    return (out_channels, total)


def branch_costs(c_in, side, row):
    costs, previous = [], c_in
    for place, filters in enumerate(row):
        kernel = {2: 3, 4: 5}.get(place, 1)
        inputs = previous if place in (2, 4) else c_in
        costs.append(filters * inputs * kernel**2 * side**2)
        previous = filters
    return costs


def counted_twice(c_in, side, row, quoted):
    costs = branch_costs(c_in, side, row)
    try:
        return costs.index(quoted - sum(costs))
    except ValueError:
        return None
