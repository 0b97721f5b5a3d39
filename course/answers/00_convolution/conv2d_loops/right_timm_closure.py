from typing import NamedTuple


class Window(NamedTuple):
    rows: slice
    columns: slice


def conv2d_loops(x, weight, bias, stride=1, padding=0):
    zero, k = torch.zeros(()), weight.shape[-1]

    def pixel(c, i, j):
        i, j = i - padding, j - padding
        return x[c, i, j] if 0 <= i < x.shape[1] and 0 <= j < x.shape[2] else zero

    def value(o, i, j):
        total = bias[o]
        for c in range(len(x)):
            for u in range(k):
                for v in range(k):
                    total = total + weight[o, c, u, v] * pixel(c, i * stride + u, j * stride + v)
        return total

    rows, columns = [(side + 2 * padding - k) // stride + 1 for side in x.shape[-2:]]
    return torch.tensor([[[value(o, i, j) for j in range(columns)] for i in range(rows)] for o in range(len(weight))])
