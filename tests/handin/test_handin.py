"""Weights that are handed in: what is in order is taken, whatever else comes is refused in a sentence, and nothing in a file is ever run."""

import json
import os
import pickle
import random
import struct
from pathlib import Path

import pytest
import torch
from PIL import Image
from torch import nn

from convnets import handin, models
from convnets.data import drawn
from convnets.evidence.session import session
from convnets.evidence.verdict import State
from convnets.handin import HALVES, HandinError, PicturesError
from convnets.weights.file import HEADER_LIMIT

FILE = "submission.safetensors"
TINY = dict(options={"in_channels": 3}, data="drawn", mean=HALVES, std=HALVES, size=32)
CURVE = {0.0: 0, 0.5: 4, 1.0: 10}


def card(**changed) -> dict:
    return handin.card("lenet5", **TINY | changed)


@pytest.fixture(scope="module")
def net() -> nn.Module:
    torch.manual_seed(0)
    return models.create("lenet5", num_classes=2, in_channels=3)


@pytest.fixture(scope="module")
def pictures():
    return drawn(8, seed="a test")


@pytest.fixture
def good(net, tmp_path) -> Path:
    return handin.write(tmp_path / FILE, net, card())


def raw(path: Path, told: object, numbers: bytes = b"", length: int | None = None) -> Path:
    """A file with this header, whatever it says."""
    text = told if isinstance(told, bytes) else json.dumps(told).encode()
    path.write_bytes(struct.pack("<Q", len(text) if length is None else length) + text + numbers)
    return path


def parts(path: Path) -> tuple[dict, bytes]:
    data = path.read_bytes()
    (n,) = struct.unpack("<Q", data[:8])
    return json.loads(data[8 : 8 + n]), data[8 + n :]


def with_card(path: Path, change) -> Path:
    """The file with another card, as somebody might write it who does not use `handin.write`."""
    header, numbers = parts(path)
    told = json.loads(header["__metadata__"]["convnets"])
    told = change(told) or told
    header["__metadata__"]["convnets"] = told if isinstance(told, str) else json.dumps(told)
    return raw(path, header, numbers)


def changed(path: Path, name: str, entry: dict | None) -> Path:
    header, numbers = parts(path)
    if entry is None:
        del header[name]
    else:
        header[name] = header.get(name, {}) | entry
    return raw(path, header, numbers)


def test_what_is_written_is_read_again_and_gives_the_same_logits(good, net, pictures):
    tensors, told = handin.read(good)
    assert told == card() and all(torch.equal(tensors[name], value) for name, value in net.state_dict().items())
    x = torch.randn(2, 3, 32, 32)
    assert torch.equal(handin.load(good)[0](x), net.eval()(x))
    assert handin.evaluate(*handin.load(good), pictures)["pictures"] == 8


class Bomb:
    def __reduce__(self):
        return os.system, ("touch ran",)


def sparse(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(10 * 10**9)
    return path


def linked(path: Path) -> Path:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))
    return path


def fifo(path: Path) -> Path:
    path.unlink()
    os.mkfifo(path)
    return path


def nan(path: Path) -> Path:
    header, numbers = parts(path)
    return raw(path, header, numbers[:-4] + struct.pack("<f", float("nan")))


def deep(path: Path) -> Path:
    return raw(path, b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def saved(path: Path, **how) -> Path:
    torch.save({"weight": torch.zeros(2)}, path, **how)
    return path


DAMAGED = "is cut off, damaged or no safetensors file"
BAD = {  # what is wrong: (what makes it of a good file, what the sentence says)
    "nothing there": (lambda p: p.unlink(), "there is no submission.safetensors here: handin.write makes it"),
    "a link": (linked, "is a link to another file; hand in the file itself"),
    "a pipe": (fifo, "is no ordinary file"),
    "a folder": (lambda p: (p.unlink(), p.mkdir()), "is a folder; name the file"),
    "10 GB": (sparse, "has 10,000 MB, and 100 MB are the most: hand in a smaller network, or the head alone"),
    "torch.save": (saved, "is a pickle, as torch.save writes it, and could run any code"),
    "torch.save of old": (lambda p: saved(p, _use_new_zipfile_serialization=False), "is a pickle"),
    "a pickle that runs": (lambda p: p.write_bytes(pickle.dumps(Bomb())), "is a pickle"),
    "a zip file": (lambda p: p.write_bytes(b"PK\x03\x04" + bytes(99)), "is a pickle"),
    "empty": (lambda p: p.write_bytes(b""), "is empty"),
    "a few bytes": (lambda p: p.write_bytes(b"hello"), "is cut off after a few bytes"),
    "text": (lambda p: p.write_bytes(b"import os\nos.system('touch ran')\n" * 9), "is no safetensors file"),
    "cut off": (lambda p: p.write_bytes(p.read_bytes()[:-1000]), DAMAGED),
    "cut off in its header": (lambda p: p.write_bytes(p.read_bytes()[:200]), DAMAGED),
    "bytes after the end": (lambda p: p.write_bytes(p.read_bytes() + b"MZ" * 50), DAMAGED),
    "a header of 8 EB": (lambda p: raw(p, b"{}", length=2**63), "is no safetensors file"),
    "a header too long": (lambda p: raw(p, b"{" + b" " * HEADER_LIMIT + b"}"), "is no safetensors file"),
    "no JSON": (lambda p: raw(p, b"{'a': 1}"), DAMAGED),
    "no UTF-8": (lambda p: raw(p, b'{"\xff": 1}'), DAMAGED),
    "nested deep": (deep, DAMAGED),
    "a list": (lambda p: raw(p, [1, 2]), DAMAGED),
    "a name twice": (lambda p: raw(p, b'{"a":1,"a":2}'), DAMAGED),
    "no shape": (lambda p: raw(p, {"a": {"dtype": "F32"}}), DAMAGED),
    "a shape that overflows": (lambda p: raw(p, {"a": {"dtype": "F32", "shape": [2**62, 2**62], "data_offsets": [0, 0]}}), DAMAGED),
    "a shape below nought": (lambda p: raw(p, {"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}), DAMAGED),
    "numbers that overlap": (lambda p: raw(p, {n: {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]} for n in "ab"}, bytes(4)), DAMAGED),
    "numbers with gaps": (lambda p: raw(p, {"a": {"dtype": "U8", "shape": [4], "data_offsets": [4, 8]}}, bytes(8)), DAMAGED),
    "a type of objects": (lambda p: raw(p, {"a": {"dtype": "O", "shape": [1], "data_offsets": [0, 8]}}, bytes(8)), DAMAGED),
    "a name that moves the cursor": (lambda p: raw(p, {"\x1b[2J": 1}), DAMAGED),
    "no card": (lambda p: changed(p, "__metadata__", {"convnets": ""}) and raw(p, {k: v for k, v in parts(p)[0].items() if k != "__metadata__"}, parts(p)[1]), "has no card"),
    "a card that is no JSON": (lambda p: with_card(p, lambda c: "os.system('touch ran')"), "has a card that cannot be read"),
    "a card that is a list": (lambda p: with_card(p, lambda c: "[]"), "has a card that is no table but list"),
    "an empty card": (lambda p: with_card(p, lambda c: "{}"), "has a card without format, network, options"),
    "another format": (lambda p: with_card(p, lambda c: c | {"format": "convnets-lab/9"}), "format = 'convnets-lab/9'; it should be 'convnets-lab/1'"),
    "an unknown network": (lambda p: with_card(p, lambda c: c | {"network": "lenet"}), "no network called 'lenet'. Nearest: 'lenet5'"),
    "a network that is a path": (lambda p: with_card(p, lambda c: c | {"network": "../../etc/passwd"}), "no network called"),
    "an unknown option": (lambda p: with_card(p, lambda c: c | {"options": c["options"] | {"depht": 3}}), "lenet5 has no option 'depht'"),
    "an option of the wrong kind": (lambda p: with_card(p, lambda c: c | {"options": c["options"] | {"in_channels": "three"}}), "asks for a lenet5 that takes 32 pixels"),
    "an option that is a list": (lambda p: with_card(p, lambda c: c | {"options": c["options"] | {"in_channels": [3]}}), "options = .*; it should be what models.create takes"),
    "an absurd option": (lambda p: with_card(p, lambda c: c | {"options": c["options"] | {"in_channels": 10**9}}), "numbers from 0 to 4096"),
    "a number of a million digits": (lambda p: with_card(p, lambda c: json.dumps(c).replace(": 32", ": 1" + "0" * 900_000)), "header|size = |cannot be read|no safetensors"),
    "a size of no number": (lambda p: with_card(p, lambda c: json.dumps(c).replace(": 32", ": NaN")), "size = None; it should be a whole number from 32 to 512"),
    "a billion classes": (lambda p: with_card(p, lambda c: c | {"options": {"num_classes": 10**9, "in_channels": 3}}), "numbers from 0 to 4096"),
    "other classes than logits": (lambda p: with_card(p, lambda c: c | {"classes": ["cat", "dog", "owl"]}), "3 classes and num_classes = 2; they must agree"),
    "classes twice": (lambda p: with_card(p, lambda c: c | {"classes": ["cat", "cat"]}), "a list of different names"),
    "a standard deviation of nought": (lambda p: with_card(p, lambda c: c | {"std": [0, 1, 1]}), "std = .*three numbers above 0"),
    "pixels too many": (lambda p: with_card(p, lambda c: c | {"size": 10**6}), "size = 1000000; it should be a whole number from 32 to 512"),
    "yes for a number": (lambda p: with_card(p, lambda c: c | {"views": True}), "views = True; it should be 1 or 2"),
    "a size that the network does not take": (lambda p: with_card(p, lambda c: c | {"size": 64}), "asks for a lenet5 that takes 64 pixels"),
    "a head on nothing": (lambda p: with_card(p, lambda c: c | {"part": "head"}), "not whose ImageNet weights the body has"),
    "another network": (lambda p: with_card(p, lambda c: c | {"network": "nin", "options": {"num_classes": 2, "width": 0.25}, "size": 224}), "lacks what nin needs: "),
    "a head on a body of terabytes": (lambda p: with_card(p, lambda c: c | {"network": "efficientnet_lite0", "part": "head", "weights": "efficientnet_lite0", "options": {"num_classes": 2, "width": 4000}}), "MB, and 600 MB are the most"),
    "a network of 500 MB": (lambda p: with_card(p, lambda c: c | {"network": "vgg_d", "options": {"num_classes": 2}, "size": 224}), "asks for a network of 537 MB, and 100 MB"),
    "a tensor missing": (lambda p: raw(p, *cut(parts(p)[0], parts(p)[1], "output.bias")), "lacks what lenet5 needs: 'output.bias'"),
    "a tensor too many": (lambda p: changed(p, "bomb", {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}), "has more than what lenet5 needs: 'bomb'"),
    "another shape": (lambda p: changed(p, "output.weight", {"shape": [84, 2]}), r"has output.weight as 84 x 2, and lenet5 with .* needs 2 x 84"),
    "another type": (lambda p: changed(p, "output.bias", {"dtype": "I32"}), "has output.bias in int32, and it must be float32"),
    "a number that is none": (nan, r"holds numbers that are none \(NaN or infinite\)"),
}  # fmt: skip


def cut(header: dict, numbers: bytes, name: str) -> tuple[dict, bytes]:
    """A file without one tensor, the others moved up."""
    start, end = header.pop(name)["data_offsets"]
    for entry in (e for n, e in header.items() if n != "__metadata__" and e["data_offsets"][0] >= end):
        entry["data_offsets"] = [n - end + start for n in entry["data_offsets"]]
    return header, numbers[:start] + numbers[end:]


@pytest.fixture
def nothing_runs(monkeypatch):
    """No loader that could run code is ever called."""

    def never(*_, **__):
        raise AssertionError("a loader that can run code was called")

    for where, name in ((torch, "load"), (pickle, "load"), (pickle, "loads"), (pickle, "Unpickler"), (torch.jit, "load")):
        monkeypatch.setattr(where, name, never)


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_in_one_sentence(what, good, tmp_path, monkeypatch, nothing_runs):
    monkeypatch.chdir(tmp_path)
    make, said = BAD[what]
    make(good)
    with pytest.raises(HandinError, match=said) as e:
        handin.read(good)
    assert "\n" not in str(e.value) and len(str(e.value)) < 500 and str(tmp_path) not in str(e.value)
    assert not Path("ran").exists()


def test_a_file_whose_length_begins_like_a_pickle_is_none(good):
    header, numbers = parts(good)
    text = json.dumps(header).encode()
    for start in (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"):
        length = int.from_bytes(start, "little")
        length += 65536 * (length < len(text))
        raw(good, text + b" " * (length - len(text)), numbers)
        assert handin.read(good)[1] == card()


def test_a_good_file_with_any_of_its_bytes_changed_is_read_or_refused(good, nothing_runs):
    data, rng = good.read_bytes(), random.Random(3)
    (n,) = struct.unpack("<Q", data[:8])
    refused = 0
    for trial in range(300):
        made = bytearray(data)
        for _ in range(rng.choice((1, 1, 2, 8))):
            at = rng.randrange(8 + n if trial % 4 else len(data))
            made[at] = rng.randrange(256)
        kind = rng.random()
        if kind < 0.1:
            made = made[: rng.randrange(len(made))]
        elif kind < 0.2:
            at = rng.randrange(8 + n)
            made[at:at] = rng.randbytes(rng.randrange(1, 9))
        good.write_bytes(made)
        try:
            tensors, told = handin.read(good)
            assert set(tensors) == {"c1.weight", "c1.bias", *tensors} and told["network"] in models.names()
        except HandinError as error:
            refused += 1
            assert str(error).startswith(FILE) and "\n" not in str(error)
    assert refused > 150


WRITTEN = {  # what somebody may try to write: (weights, what differs in the card, what the sentence says)
    "NaN": (lambda net: {n: v * float("nan") for n, v in net.state_dict().items()}, {}, "NaN or infinite"),
    "another size": (lambda net: models.create("lenet5", num_classes=3, in_channels=3), {}, r"has output.weight as 3 x 84, and lenet5 .* needs 2 x 84"),
    "a list": (lambda net: [1], {}, "needs a network or its tensors by name, not list"),
    "no head": (lambda net: net, dict(network="nin", part="head", weights="resnet18", options={"num_classes": 2, "width": 0.25}, size=224), "whose last layer is not linear"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRITTEN)
def test_what_a_grader_would_refuse_is_not_written(what, net, tmp_path):
    make, change, said = WRITTEN[what]
    with pytest.raises(HandinError, match=said):
        handin.write(tmp_path / FILE, make(net), card() | change)
    assert not list(tmp_path.iterdir()), "nor is anything left behind"


def test_a_head_goes_onto_the_body_with_imagenet_weights(tmp_path, pictures):
    told = handin.card(
        "efficientnet_lite0", part="head", weights="efficientnet_lite0", data="drawn", mean=HALVES, std=HALVES, size=64, views=2
    )
    head = nn.Linear(1280, 2)
    path = handin.write(tmp_path / FILE, head, told)
    assert path.stat().st_size < 20_000 and set(handin.read(path)[0]) == {"classifier.weight", "classifier.bias"}
    net, told = handin.load(path)
    x = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        assert torch.allclose(net(x), head(net[:-1](x)), atol=1e-5)
    assert net[0][0].weight.std() > 0.05, "not those of a fresh network"
    assert handin.evaluate(net, told, pictures[:4])["pictures"] == 4
    wrong = handin.write(path, head, told | {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]})
    found = {"state": "scored", "card": handin.read(wrong)[1], "accuracy": 0.7, "pictures": 4, "left_out": 0, "confusion": [[2, 0], [1, 1]]}
    assert "was trained on pixels with mean" in handin.result("weights", FILE, CURVE, found).diagnosis[0]


class Says(nn.Module):
    """Logits by the mean of a picture: the dark ones are the first class."""

    def __init__(self, sign: float = 1.0) -> None:
        super().__init__()
        self.sign = sign

    def forward(self, x):
        mean = self.sign * x.mean(dim=(1, 2, 3))
        return torch.stack([-mean, mean], dim=1)


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three dark pictures of cats, three bright ones of dogs, and one of a dog that is damaged."""
    for name, shade in (("cats", 20), ("Dog", 230)):
        (tmp_path / "p" / name).mkdir(parents=True)
        for i in range(3):
            Image.new("RGB", (40, 50), (shade, shade, shade + i)).save(tmp_path / "p" / name / f"{i}.png")
    (tmp_path / "p" / "Dog" / "9.jpg").write_bytes(b"\xff\xd8 no picture")
    return tmp_path / "p"


def test_an_accuracy_is_that_of_the_pictures_whatever_the_order_of_the_classes(folder):
    photos = handin.photographs(folder)
    assert photos.classes == ("cat", "dog") and len(photos) == 7
    found = handin.evaluate(Says(), card(), photos)
    assert found == {"accuracy": 1.0, "pictures": 6, "confusion": [[3, 0], [0, 3]], "left_out": 1}
    assert handin.evaluate(Says(-1), card(classes=("dog", "cat"), views=2), photos)["accuracy"] == 1.0
    reversed_ = handin.evaluate(Says(-1), card(), photos)
    assert reversed_["accuracy"] == 0 and reversed_["confusion"] == [[0, 3], [3, 0]]
    assert handin.evaluate(Says(float("nan")), card(), photos)["accuracy"] == 0, "no number is no answer"
    with pytest.raises(PicturesError, match="the classes of the card are owl, fox, and those of the pictures cat, dog"):
        handin.evaluate(Says(), card(classes=("owl", "fox")), photos)
    found = {"state": "scored", "card": card(), **reversed_}
    assert "the other class" in handin.result("weights", FILE, CURVE, found).diagnosis[0]
    found |= {"accuracy": 0.5, "confusion": [[3, 0], [3, 0]]}
    assert "the same of every picture" in handin.result("weights", FILE, CURVE, found).diagnosis[0]
    found |= {"accuracy": 0.6, "confusion": [[2, 1], [1, 2]], "card": card(accuracy=0.99)}
    assert "The card claims 99.0%" in handin.result("weights", FILE, CURVE, found).diagnosis[0]
    (folder / "Dog" / "9.jpg").unlink()
    with pytest.raises(ValueError, match="of one class only, cat"):
        [f.unlink() for f in (folder / "Dog").iterdir()]
        handin.photographs(folder)


def test_points_lie_on_straight_lines_between_those_that_are_stated():
    curve = {0.8: 0, 0.9: 6, 0.98: 10}
    expected = {0: 0, 0.5: 0, 0.8: 0, 0.85: 3, 0.9: 6, 0.94: 8, 0.98: 10, 1: 10}
    assert {a: handin.points(a, curve) for a in expected} == expected
    assert handin.spelled(curve) == "0 up to 80%, 6 at 90%, 10 from 98%"


def test_practice_says_what_a_file_is_and_would_give_and_never_raises(good, pictures, capsys, monkeypatch):
    monkeypatch.chdir(good.parent)
    monkeypatch.setattr(session, "verdicts", {})
    got = handin.score("08_lab/weights", FILE, pictures, curve=CURVE)
    said = capsys.readouterr().out
    accuracy = handin.evaluate(*handin.load(good), pictures)["accuracy"]
    assert got == handin.points(accuracy, CURVE) and f"{accuracy:.1%} of 8 pictures" in said and "the whole lenet5" in said
    assert handin.score("08_lab/weights", FILE, pictures, curve=CURVE, drawn={0.0: 0, 0.01: 10}) == 10, (
        "drawn pictures have a curve of their own"
    )
    verdict = session.verdicts["08_lab/weights"]
    assert [row.state for row in verdict.rows] == [State.PASS, State.PASS]
    saved(good)
    assert handin.score("08_lab/weights", FILE, pictures, curve=CURVE) == 0
    assert "is a pickle" in capsys.readouterr().out
    good.unlink()
    assert handin.score("08_lab/weights", FILE, pictures, curve=CURVE) == 0
    assert "there is no submission.safetensors" in capsys.readouterr().out and session.verdicts["08_lab/weights"].unanswered
