"""Where every random number of a check comes from: the nonce, the exercise and the label of the observation being made.

Two answers observed under one nonce therefore see the same inputs, and another nonce asks another question.
"""

import hashlib
import random
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from convnets.evidence.session import PRACTICE


class _Observation:
    """The observation being made now; outside one, the draws still work, so that a student can try them."""

    def __init__(self, nonce: str, exercise: str, label: str) -> None:
        self.parts = nonce, exercise, label
        self.picks = random.Random(self.seed("pick"))
        self.tensors = torch.Generator().manual_seed(self.seed("tensor"))

    def seed(self, *purpose: object) -> int:
        text = "\x1f".join(map(str, (*self.parts, *purpose)))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


_now = _Observation(PRACTICE, "", "")


def start(nonce: str, exercise: str, label: str) -> None:
    """Begin an observation: the draws start afresh, and torch, numpy and ``random`` are reseeded."""
    global _now
    import numpy

    _now = _Observation(nonce, exercise, label)
    seed = _now.seed("global")
    random.seed(seed)
    numpy.random.seed(seed % 2**32)
    torch.default_generator.manual_seed(
        seed
    )  # torch.manual_seed notes where it was called, for GPUs that are not awake: a millisecond each time


def generator(*purpose: object) -> torch.Generator:
    """A fresh generator for one purpose of the observation being made, say ``("fill", 64, 3, 7, 7)``."""
    return torch.Generator().manual_seed(_now.seed(*purpose))


def pick(options: Sequence[Any], n: int | None = None) -> Any:
    """One of ``options``, or a list of ``n`` different ones; drawn afresh when grading.

    Raises ValueError when ``n`` is more than there are.
    """
    options = list(options)
    if n is None:
        return _now.picks.choice(options)
    if n > len(options):
        raise ValueError(f"cannot pick {n} different ones out of {len(options)}")
    return _now.picks.sample(options, n)


def randn(*shape: int) -> Tensor:
    """A float32 tensor of standard normal numbers with this shape, the same for every answer under one nonce."""
    return torch.randn(shape, generator=_now.tensors)


def randint(low: int, high: int, shape: Sequence[int]) -> Tensor:
    """An int64 tensor of whole numbers from ``low`` up to and without ``high``, the same for every answer under one nonce."""
    return torch.randint(low, high, tuple(shape), generator=_now.tensors)
