import numpy as np


def cifar_parameters(depth, shortcut="A", width=16, num_classes=10):
    n = (depth - 2) // 6
    outs = np.array([width] + 2 * n * [width] + 2 * n * [2 * width] + 2 * n * [4 * width], dtype=np.int64)
    ins = np.concatenate([[3], outs[:-1]])
    total = 9 * (ins * outs).sum() + 2 * outs.sum()
    if shortcut == "B":
        changes = ins * 2 == outs
        total += (ins * outs + 2 * outs)[changes].sum()
    return int(total) + num_classes * (int(outs[-1]) + 1)
