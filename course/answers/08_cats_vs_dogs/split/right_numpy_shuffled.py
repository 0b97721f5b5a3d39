import numpy as np


def split(labels, groups, share=0.2, seed=0):
    """As a data loader of its own would: arrays, a generator, masks."""
    rng = np.random.default_rng(seed)
    labels, groups = np.asarray(labels), np.asarray(groups)
    is_test = np.zeros(len(labels), dtype=bool)
    for k in np.unique(labels):
        names = np.unique(groups[labels == k])
        held = rng.permutation(names)[: max(1, round(share * len(names)))]
        is_test |= np.isin(groups, held)
    return np.flatnonzero(~is_test).tolist(), np.flatnonzero(is_test).tolist()
