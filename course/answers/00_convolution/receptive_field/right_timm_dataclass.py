from dataclasses import dataclass
from itertools import accumulate
from operator import mul


@dataclass
class LayerInfo:
    kernel_size: int
    stride: int
    reduction: int  # pixels from value to value in front of the layer

    @property
    def adds(self) -> int:
        return (self.kernel_size - 1) * self.reduction


def receptive_field(layers: list[tuple[int, int]]) -> int:
    reductions = accumulate((stride for _, stride in layers), mul, initial=1)
    infos = [LayerInfo(k, s, r) for (k, s), r in zip(layers, reductions)]
    return 1 + sum(info.adds for info in infos)
