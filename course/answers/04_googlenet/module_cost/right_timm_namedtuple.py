from collections import namedtuple

Cost = namedtuple("Cost", ["channels", "macs"])


def conv_macs(in_chs, out_chs, kernel_size, feat_size):
    h, w = feat_size
    return h * w * out_chs * in_chs * kernel_size**2


def naive_cost(c_in, side, n1, n3, n5):
    macs = (conv_macs(c_in, n, k, (side, side)) for n, k in ((n1, 1), (n3, 3), (n5, 5)))
    return Cost(channels=c_in + n1 + n3 + n5, macs=sum(macs))


def branch_costs(c_in, side, row):
    n1, r3, n3, r5, n5, pool = row
    return [
        conv_macs(i, o, k, (side, side))
        for i, o, k in [(c_in, n1, 1), (c_in, r3, 1), (r3, n3, 3), (c_in, r5, 1), (r5, n5, 5), (c_in, pool, 1)]
    ]


def counted_twice(c_in, side, row, quoted):
    costs = branch_costs(c_in, side, row)
    found = [i for i, cost in enumerate(costs) if quoted - cost == sum(costs)]
    return found[0] if found else None
