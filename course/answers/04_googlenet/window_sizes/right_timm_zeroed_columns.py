import numpy as np


@torch.no_grad()
def window_sizes(module, c_in):
    """Whatever lies outside of the window may be anything: blot out columns from the left until the middle notices."""
    module.eval()
    gen = np.random.default_rng(7)
    x = torch.from_numpy(gen.normal(size=(64, c_in, 13, 13)).astype("float32"))
    middle = module(x)[:, :, 6, 6]
    sizes = [1] * middle.shape[1]
    for first in range(5, -1, -1):
        blotted = x.clone()
        blotted[:, :, :, first] = torch.from_numpy(gen.normal(scale=9.0, size=(64, c_in, 13)).astype("float32"))
        for channel in (module(blotted)[:, :, 6, 6] != middle).any(dim=0).nonzero().flatten().tolist():
            sizes[channel] = 2 * (6 - first) + 1
    return sizes
