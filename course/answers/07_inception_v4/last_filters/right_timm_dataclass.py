from dataclasses import dataclass


@dataclass
class Branch:
    filters: tuple

    @property
    def out_chs(self) -> int:
        return self.filters[-1]


@dataclass
class Reduction:
    branches: list

    def out_chs(self, in_chs: int) -> int:
        """The convolutions' ends, and what the pooling hands on."""
        return sum(b.out_chs for b in self.branches) + in_chs


def last_filters(stem, reduction_a, reduction_b):
    k, l, m, n = reduction_a
    chs = [stem]
    for reduction in (Reduction([Branch((n,)), Branch((k, l, m))]), Reduction([Branch(tuple(b)) for b in reduction_b])):
        chs.append(reduction.out_chs(chs[-1]))
    return chs
