"""What torch really did while some code ran, whatever modules or functions it was written with."""

import contextlib

from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode


class Operations(contextlib.ExitStack):
    """Inside ``with Operations() as run:`` notes in ``run.names`` torch's own operations, "convolution" or "avg_pool2d", in the order they run.

    `calls` is how often Python called torch: it grows with the data where a loop goes over them, and stays where one operation does it all.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.calls = 0

    def __enter__(self) -> "Operations":
        self.enter_context(_Run(self))
        self.enter_context(_Called(self))
        return self

    def count(self, word: str) -> int:
        """How many operations ran whose name holds the word: "conv", say, or "pool"."""
        return sum(word in name for name in self.names)


class _Run(TorchDispatchMode):
    def __init__(self, to: Operations) -> None:
        super().__init__()
        self.to = to

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # else torch imports its compiler at the first operation, which takes seconds

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.to.names.append(func.overloadpacket.__name__)
        return func(*args, **(kwargs or {}))


class _Called(TorchFunctionMode):
    def __init__(self, to: Operations) -> None:
        super().__init__()
        self.to = to

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.to.calls += 1
        return function(*args, **(kwargs or {}))
