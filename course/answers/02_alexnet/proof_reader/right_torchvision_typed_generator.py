from itertools import zip_longest
from typing import Iterator, List, NamedTuple, Sequence, Tuple


class ConvConfig(NamedTuple):
    filters: int
    kernel: int
    stride: int
    padding: int
    groups: int

    @classmethod
    def of(cls, m: nn.Conv2d) -> "ConvConfig":
        return cls(m.out_channels, m.kernel_size[0], m.stride[0], m.padding[0], m.groups)


def convolutions(net: nn.Module) -> List[ConvConfig]:
    return [ConvConfig.of(m) for m in net.modules() if isinstance(m, nn.Conv2d)]


def _walk(confs: Sequence[ConvConfig], table: Sequence[Sequence[int]]) -> Iterator[Tuple[int, str, int, int]]:
    for i, (row, conf) in enumerate(zip_longest(table, confs), start=1):
        if row is None or conf is None:
            raise ValueError(f"{len(table)} rows, {len(confs)} convolutions")
        for name, wanted in zip(ConvConfig._fields, row):
            if wanted != getattr(conf, name):
                yield i, name, wanted, getattr(conf, name)


def differences(net, table):
    return list(_walk(convolutions(net), table))
