import numpy as np


def dead_share(maps):
    speaks = np.concatenate([np.count_nonzero(x.detach().numpy(), axis=(0, 2, 3)) for x in maps])
    return float(np.mean(speaks == 0))
