from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class ConvStack:
    layers: int
    kernel: int
    c_in: int
    c_out: int

    @property
    def weights(self) -> int:
        channels = [self.c_in] + [self.c_out] * self.layers
        return sum(a * b * self.kernel * self.kernel for a, b in zip(channels, channels[1:]))

    @property
    def single(self) -> "ConvStack":
        return ConvStack(1, 1 + self.layers * (self.kernel - 1), self.c_in, self.c_out)


def stack_weights(layers: int, kernel: int, c_in: int, c_out: int) -> int:
    return ConvStack(layers, kernel, c_in, c_out).weights


def single_weights(layers: int, kernel: int, c_in: int, c_out: int) -> int:
    return ConvStack(layers, kernel, c_in, c_out).single.weights


def saving(layers: int, kernel: int, c_in: int, c_out: int) -> float:
    stack = ConvStack(layers, kernel, c_in, c_out)
    return float(1 - Fraction(stack.weights, stack.single.weights))
