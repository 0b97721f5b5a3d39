import math

from torch import Tensor


def _fan_in(weight: Tensor) -> int:
    receptive_field = math.prod(weight.shape[2:])
    return weight.size(1) * receptive_field


def he_(weight: Tensor) -> Tensor:
    gain = math.sqrt(2.0)
    std = gain / math.sqrt(_fan_in(weight))
    with torch.no_grad():
        return weight.normal_(mean=0.0, std=std)
