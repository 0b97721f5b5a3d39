def macs(c_in, c_out, kernel, side):
    return measure.macs(nn.Conv2d(c_in, c_out, kernel, padding=kernel // 2, device="meta"), (c_in, side, side))


def naive_cost(c_in, side, n1, n3, n5):
    return c_in + n1 + n3 + n5, sum(macs(c_in, n, k, side) for n, k in ((n1, 1), (n3, 3), (n5, 5)))


def branch_costs(c_in, side, row):
    inputs, kernels = (c_in, c_in, row[1], c_in, row[3], c_in), (1, 1, 3, 1, 5, 1)
    return [macs(a, b, k, side) for a, b, k in zip(inputs, row, kernels)]


def counted_twice(c_in, side, row, quoted):
    costs = branch_costs(c_in, side, row)
    return dict(zip(costs, range(6))).get(quoted - sum(costs))
