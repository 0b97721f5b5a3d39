"""How far back each value of a feature map can see, followed by arithmetic through the operations as they run.

Along each axis a map remembers, in pixels of the picture: its value number i sees the pixels ``i * jump + low`` to
``i * jump + high``. A window of `kernel` values, `dilation` apart, moved by `stride` over a map with `padding`, then has

    jump' = jump * stride,   low' = low - padding * jump,   high' = high + ((kernel - 1) * dilation - padding) * jump

(Dumoulin & Visin 2016, "A guide to convolution arithmetic"; Araujo et al. 2019, "Computing receptive fields", eq. 2 and 4).
Where branches meet, a value sees what either branch sees.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.weak import WeakTensorKeyDictionary

aten = torch.ops.aten


@dataclass(frozen=True)
class Field:
    """What the values of a map see along one axis."""

    jump: float = 1
    low: float = 0
    high: float = 0

    @property
    def size(self) -> int:
        return round(self.high - self.low) + 1

    def windowed(self, kernel: float, stride: float, padding: float, dilation: float = 1) -> "Field":
        reach = (kernel - 1) * dilation
        return Field(self.jump * stride, self.low - padding * self.jump, self.high + (reach - padding) * self.jump)

    def joined(self, other: "Field") -> "Field":
        return Field(max(self.jump, other.jump), min(self.low, other.low), max(self.high, other.high))

    def mixed(self, length: int) -> "Field":
        """Every value of a map of this length goes into each value to come."""
        return Field(0, self.low, self.high + (length - 1) * self.jump)


class Fields(TorchDispatchMode):
    """Inside the ``with``, every tensor computed from `picture` (B, C, H, W) has two fields: of its rows and of its columns."""

    def __init__(self, picture: Tensor) -> None:
        super().__init__()
        self.of: WeakTensorKeyDictionary = WeakTensorKeyDictionary()
        self.of[picture] = (Field(), Field())

    def sizes(self, tensor: Tensor) -> tuple[int, int]:
        """How many rows and columns of the picture one value of the tensor sees; none if it does not depend on it."""
        rows, columns = self.of.get(tensor) or (Field(high=-1), Field(high=-1))
        return rows.size, columns.size

    def __torch_dispatch__(self, op: Callable, types: tuple, args: tuple = (), kwargs: dict | None = None) -> object:
        result = op(*args, **(kwargs or {}))
        sources = [t for t in tensors(args) if self.of.get(t) is not None]
        if sources:
            for output in tensors([result]):
                self.of[output] = self._after(op, args, sources, output)
        return result

    def _after(self, op: object, args: Sequence, sources: list[Tensor], output: Tensor) -> tuple[Field, Field]:
        """The fields of an operation's output."""
        fields = self.of[sources[0]]
        for source in sources[1:]:
            fields = tuple(a.joined(b) for a, b in zip(fields, self.of[source], strict=True))
        sizes = max((_size(source) for source in sources), key=math.prod)

        def windowed(*how: Sequence[int]) -> tuple[Field, Field]:
            both = zip(*(pair if len(pair) == 2 else [*pair, *pair] for pair in how), strict=True)
            return tuple(field.windowed(*of_axis) for field, of_axis in zip(fields, both, strict=True))

        def argument(i: int, default: Any) -> Any:
            return args[i] if len(args) > i and args[i] else default

        if op is aten.convolution.default and not args[6]:
            return windowed(args[1].shape[2:], *args[3:6])
        if op is aten.max_pool2d_with_indices.default:
            return windowed(args[1], argument(2, args[1]), argument(3, [0, 0]), argument(4, [1, 1]))
        if op is aten.avg_pool2d.default:
            return windowed(args[1], argument(2, args[1]), argument(3, [0, 0]))
        if op is aten.constant_pad_nd.default:
            left, _, top, _ = [*args[1], 0, 0][:4]
            return windowed([1, 1], [1, 1], [top, left])
        if op is aten.slice.Tensor and args[1] in (output.ndim - 2, output.ndim - 1):
            start, step = argument(2, 0), argument(4, 1)
            start += args[0].shape[args[1]] if start < 0 else 0
            moved = [(start, step) if args[1] == axis else (0, 1) for axis in (output.ndim - 2, output.ndim - 1)]
            return windowed([1, 1], [step for _, step in moved], [-start for start, _ in moved])
        if _size(output) == sizes:  # value by value: activations, normalisation, sums, joins and shuffles of channels
            return fields
        if _size(output) and all(n and size % n == 0 for size, n in zip(sizes, _size(output), strict=True)):  # adaptive pooling
            side = [size // n for size, n in zip(sizes, _size(output), strict=True)]
            return windowed(side, side, [0, 0])
        if not sizes:  # features from features
            return fields
        return tuple(field.mixed(n) for field, n in zip(fields, sizes, strict=True))  # flattening, means, products: all positions


def _size(tensor: Tensor) -> tuple[int, ...]:
    """Rows and columns of maps; nothing for features."""
    return tuple(tensor.shape[-2:]) if tensor.ndim > 2 else ()


def tensors(values: Any) -> list[Tensor]:
    """Every tensor in a value, and in lists, tuples and dictionaries of them."""
    if isinstance(values, Tensor):
        return [values]
    parts = values.values() if isinstance(values, dict) else values if isinstance(values, list | tuple) else ()
    return [found for part in parts for found in tensors(part)]
