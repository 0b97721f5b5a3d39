"""Which processor to use, and how much of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


def pick(name: torch.device | str | None = None) -> torch.device:
    """The processor of this name, or the fastest at hand: a CUDA GPU, else Apple's (MPS), else the CPU. Raises ValueError for no such name."""
    if name is not None:
        try:
            return torch.device(name)
        except RuntimeError:
            raise ValueError(f"no device {name!r}: it is cpu, cuda or mps; leave it out for the fastest at hand") from None
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def describe(device: torch.device | str | None = None) -> str:
    """A processor in words, what :func:`pick` chose if none is named: ``"CPU, 2 threads"``, ``"CUDA, NVIDIA A100 (80 GB)"``."""
    kind = torch.device(device or pick()).type
    if kind == "cuda":
        card = torch.cuda.get_device_properties(0)
        return f"CUDA, {card.name} ({card.total_memory / 2**30:.0f} GB)"
    if kind == "mps":
        return "MPS, Apple GPU"
    threads = torch.get_num_threads()
    return f"CPU, {threads} thread{'s' if threads != 1 else ''}"


@contextmanager
def one_thread(only: bool = True) -> Iterator[None]:
    """PyTorch computes on one thread of the CPU meanwhile: where the pieces of work are small, threads mostly wait for each other."""
    before = torch.get_num_threads()
    try:
        if only:
            torch.set_num_threads(1)
        yield
    finally:
        torch.set_num_threads(before)
