from typing import NamedTuple

import numpy as np


class Training(NamedTuple):
    conv: nn.Conv2d
    lr: float
    weight_decay: float


def without_scale(linear, scale, lr, weight_decay):
    weight, bias = (scale * p.detach().numpy().astype(np.float32) for p in (linear.weight, linear.bias))
    conv = nn.Conv2d(weight.shape[1], weight.shape[0], (1, 1))
    conv.weight = nn.Parameter(torch.tensor(weight, dtype=torch.float32))
    conv.bias = nn.Parameter(torch.tensor(bias, dtype=torch.float32))
    return Training(conv=conv, lr=lr * scale**2, weight_decay=weight_decay * scale**-2)
