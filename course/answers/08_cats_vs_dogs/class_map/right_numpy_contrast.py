import numpy as np


def class_map(maps, weight, label, size):
    """With arrays up to the scaling."""
    m, w = maps.numpy(), weight.numpy()
    others = np.delete(w, label, axis=0).mean(axis=0)
    heat = np.tensordot(w[label] - others, m, axes=1)
    return F.interpolate(torch.from_numpy(heat)[None, None], size, mode="bilinear", align_corners=False).squeeze(0).squeeze(0)
