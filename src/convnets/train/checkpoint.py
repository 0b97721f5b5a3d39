"""Keep a trained network in a file of numbers: safetensors, which cannot run code when it is opened.

>>> checkpoint.save(net, "lenet5.safetensors")
>>> checkpoint.load(models.create("lenet5"), "lenet5.safetensors")
"""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn


class CheckpointError(ValueError):
    """A file that does not fit the network, or is no checkpoint. The message says where they differ."""


def save(net: nn.Module, path: str | Path) -> Path:
    """Write the network's parameters and buffers to `path` (safetensors), whole or not at all. Folders are made."""
    return write({name: value.clone() for name, value in state(net).items()}, path)  # clones: a tensor used twice is written twice


def load(net: nn.Module, path: str | Path) -> nn.Module:
    """Read what :func:`save` wrote into `net`, in place, and return it. Each tensor keeps the network's device and type.

    Raises:
        CheckpointError: the file lacks tensors that the network has, or the reverse, or their shapes differ; or the file is damaged,
            or a pickle (a `.pt` or `.pth` of torch.save). The network is then as it was.
        FileNotFoundError: there is no such file.
    """
    stored, own = read(path), state(net)
    complaints = [f"{name} is missing from the file" for name in own if name not in stored]
    complaints += [f"{name} is in the file, and the network has none" for name in stored if name not in own]
    for name in own.keys() & stored.keys():
        if own[name].shape != stored[name].shape:
            complaints.append(f"{name} is {spelled(stored[name].shape)} in the file, {spelled(own[name].shape)} in the network")
    if complaints:
        more = f", and {len(complaints) - 4} more" if len(complaints) > 4 else ""
        raise CheckpointError(
            f"{path} does not fit this network: {'; '.join(sorted(complaints)[:4])}{more}. Was it built with the same arguments?"
        )
    with torch.no_grad():
        for name, value in own.items():
            value.copy_(stored[name])
    return net


def write(tensors: dict[str, Tensor], path: str | Path, metadata: dict[str, str] | None = None) -> Path:
    """Any tensors, by name, to a safetensors file, and words beside them. It appears when it is complete, in the place of an older one."""
    from safetensors.torch import save as serialised

    path = Path(path)
    if path.exists() and not path.is_file():  # os.replace would put a file in the place of a device, /dev/null even
        raise OSError(errno.EEXIST, "a folder or a device of this name is there", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(serialised({name: value.detach().cpu().contiguous() for name, value in tensors.items()}, metadata))
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def read(path: str | Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file, on the CPU. Raises as :func:`load` does."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    path = Path(path)
    with path.open("rb") as file:
        start = file.read(9)
    if start[8:9] != b"{" and start[:2] in (b"PK", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"):  # torch.save, now and once
        raise CheckpointError(
            f"{path} is a pickle, which can run any code when it is opened. If you trust where it comes from: "
            "net.load_state_dict(torch.load(path, weights_only=True)), and then checkpoint.save(net, ...)."
        )
    try:
        return load_file(path)
    except SafetensorError as error:
        raise CheckpointError(f"{path} is damaged, or no safetensors file: {error}") from None


def state(net: nn.Module) -> dict[str, Tensor]:
    """Parameters and buffers, under the names they have without torch.compile's wrapper. They share the network's memory."""
    return {name.replace("_orig_mod.", ""): value for name, value in net.state_dict().items()}


def spelled(shape: Sequence[int]) -> str:
    """A shape in words: ``"6 x 1 x 5 x 5"``."""
    return " x ".join(map(str, shape)) or "a single number"
