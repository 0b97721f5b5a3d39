import numpy as np


def conv2d_loops(x, weight, bias, stride=1, padding=0):
    picture = np.pad(x.detach().numpy(), ((0, 0), (padding, padding), (padding, padding)))
    w, b = weight.detach().numpy(), bias.detach().numpy()
    f = w.shape[-1]
    windows = np.lib.stride_tricks.sliding_window_view(picture, (f, f), axis=(1, 2))[:, ::stride, ::stride]
    maps = np.stack([np.einsum("chwuv,cuv->hw", windows, kernel) + b[o] for o, kernel in enumerate(w)])
    return torch.from_numpy(maps.astype(np.float32))
