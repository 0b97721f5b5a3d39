import numpy as np


def naive_cost(c_in, side, n1, n3, n5):
    filters, areas = np.array([n1, n3, n5]), np.array([1, 3, 5]) ** 2
    return int(filters.sum()) + c_in, int(filters @ areas) * c_in * side**2


def branch_costs(c_in, side, row):
    num_filters = np.array(row, dtype=np.int64)
    num_inputs = np.full(6, c_in, dtype=np.int64)
    num_inputs[[2, 4]] = num_filters[[1, 3]]
    return (side**2 * num_inputs * num_filters * np.array([1, 1, 9, 1, 25, 1])).tolist()


def counted_twice(c_in, side, row, quoted):
    costs = np.array(branch_costs(c_in, side, row))
    if quoted == costs.sum():
        return None
    return int(np.argmin(np.abs(costs.sum() + costs - quoted)))
