import numpy as np


def best(rows):
    errors = np.array([row[3:] for row in rows], dtype=float)
    return rows[np.lexsort((errors[:, 0], errors[:, 1]))[0]]


def jitter_gain(rows):
    def trained_at(scale):
        return dict((row[0], np.float64(row[3])) for row in rows if row[1] == scale)

    a, b = trained_at("384"), trained_at("256-512")
    return {str(c): a[c] - b[c] for c in np.intersect1d(list(a), list(b))}
