# The numbers are not torch's (but NumPy's, say), so torch.manual_seed does not decide them, and a training cannot be repeated. Draw them with torch.
import numpy as np


def he_(weight):
    std = (2 / weight[0].numel()) ** 0.5
    with torch.no_grad():
        weight.copy_(torch.from_numpy(np.random.normal(0, std, tuple(weight.shape))))
    return weight
