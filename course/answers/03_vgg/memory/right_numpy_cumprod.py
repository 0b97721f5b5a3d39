import numpy as np


def table(column, size):
    """Channels and side behind every word."""
    words = column.split()
    pool = np.array([word == "maxpool" for word in words])
    side = size // 2 ** pool.cumsum()
    channels, last = np.empty(len(words), dtype=np.int64), 3
    for i, word in enumerate(words):
        last = channels[i] = last if pool[i] else int(word.split("-")[-1])
    return words, pool, channels, side


def activations(column, size=224, hidden=4096, num_classes=1000):
    _, _, channels, side = table(column, size)
    return np.concatenate([[3 * size * size], channels * side * side, [hidden, hidden, num_classes]]).tolist()


def layer_parameters(column, size=224, hidden=4096, num_classes=1000):
    words, pool, channels, side = table(column, size)
    kernels = np.array([int(w[4 : w.find("-")]) for w in words if w != "maxpool"])
    outs = channels[~pool]
    ins = np.r_[3, outs[:-1]]
    units = np.array([channels[-1] * side[-1] ** 2, hidden, hidden, num_classes])
    return [*(kernels**2 * ins * outs + outs), *(units[:-1] * units[1:] + units[1:])]
