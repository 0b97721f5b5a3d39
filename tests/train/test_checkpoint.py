"""A network comes back from its file as it was, and a file that does not fit is told apart."""

import os
import pickle

import pytest
import torch
from torch import nn

from convnets.train import checkpoint
from convnets.train.checkpoint import CheckpointError


class Tied(nn.Module):
    """Batch norm's buffers, and a weight that is used twice."""

    def __init__(self, width: int = 4) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(1, width, 3)
        self.norm = nn.BatchNorm2d(width)
        self.fc = nn.Linear(width, width, bias=False)
        self.again = nn.Linear(width, width, bias=False)
        self.again.weight = self.fc.weight


def test_a_network_comes_back_from_its_file(tmp_path):
    net, twin = Tied(), Tied()
    net.norm.running_mean += 3
    net.norm.num_batches_tracked += 7
    path = checkpoint.save(net, tmp_path / "deep" / "net.safetensors")
    before = twin.fc.weight
    assert checkpoint.load(twin, path) is twin
    assert all(torch.equal(a, b) for a, b in zip(net.state_dict().values(), twin.state_dict().values(), strict=True))
    assert twin.fc.weight is before is twin.again.weight
    checkpoint.load(twin.double(), path)
    assert twin.c1.weight.dtype == torch.float64
    assert [file.name for file in path.parent.iterdir()] == ["net.safetensors"]


def test_a_file_that_does_not_fit_is_told_apart_and_changes_nothing(tmp_path):
    wider, other = tmp_path / "wider.safetensors", tmp_path / "other.safetensors"
    checkpoint.save(Tied(5), wider)
    checkpoint.save(nn.Sequential(nn.Linear(2, 2)), other)
    net = Tied()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    with pytest.raises(
        CheckpointError, match=r"wider.safetensors does not fit.*c1.weight is 5 x 1 x 3 x 3 in the file, 4 x 1 x 3 x 3 in the"
    ):
        checkpoint.load(net, wider)
    with pytest.raises(
        CheckpointError, match=r"0.bias is in the file, and the network has none;.*c1.bias is missing from the file.*and 7 more"
    ):
        checkpoint.load(net, other)
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())


def test_a_pickle_in_disguise_is_never_opened(tmp_path):
    class Trap:
        def __reduce__(self):
            return (tmp_path / "sprung").touch, ()

    path = tmp_path / "net.safetensors"
    for bait in (lambda: path.write_bytes(pickle.dumps(Trap())), lambda: torch.save({"a": Trap()}, path)):
        bait()
        with pytest.raises(CheckpointError, match="is a pickle, which can run any code.*weights_only=True"):
            checkpoint.load(Tied(), path)
    assert not (tmp_path / "sprung").exists()
    long_name = nn.ModuleDict({"n" * 573: nn.Linear(1, 1, bias=False)})  # a header of 0x0280 bytes begins like a pickle
    while checkpoint.save(long_name, path).read_bytes()[:2] != b"\x80\x02":
        long_name = nn.ModuleDict({next(iter(long_name)) + "n": nn.Linear(1, 1, bias=False)})
    checkpoint.load(long_name, path)


def test_a_damaged_file_is_told_so(tmp_path):
    path = checkpoint.save(Tied(), tmp_path / "net.safetensors")
    whole = path.read_bytes()
    for damaged in (b"", whole[:5], whole[:-20], b"\xff" * 64):
        path.write_bytes(damaged)
        with pytest.raises(CheckpointError, match="is damaged, or no safetensors file"):
            checkpoint.load(Tied(), path)
    with pytest.raises(FileNotFoundError):
        checkpoint.load(Tied(), tmp_path / "nowhere")


def test_a_device_or_a_pipe_is_not_replaced_by_a_file(tmp_path):
    """An administrator who writes to /dev/null would otherwise be left without one."""
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", ""):
        with pytest.raises(OSError, match="a folder or a device of this name is there"):
            checkpoint.save(Tied(), tmp_path / name)
    assert (tmp_path / "pipe").is_fifo() and [file.name for file in tmp_path.iterdir()] == ["pipe"]
