"""The lab's pictures: whatever lies in a folder is read or named, no test picture has a copy among those to learn from, drawings repeat."""

import os
import random
import shutil
import struct
import time
import unicodedata
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from folders import fill
from PIL import Image, ImageEnhance, ImageOps

from convnets import data
from convnets.base import settings
from convnets.data import cats_and_dogs, copies, downloads
from convnets.data.photos import Photos


@pytest.fixture(autouse=True)
def nowhere(monkeypatch, tmp_path):
    monkeypatch.delenv("CONVNETS_CATS_DOGS", raising=False)
    monkeypatch.delenv("CONVNETS_FAST", raising=False)
    monkeypatch.setenv("CONVNETS_HOME", str(tmp_path / "home"))


def test_a_folder_is_split_by_its_seed_and_each_class_gets_its_share(tmp_path):
    lab = data.cats_vs_dogs(fill(tmp_path / "pets", 20, names=("Cats", "dogs")))
    assert (lab.kind, lab.classes, len(lab.train), len(lab.test)) == ("folder", ("cat", "dog"), 32, 8)
    assert lab.test.labels.bincount().tolist() == [4, 4] and lab.train.take(10).labels.bincount().tolist() == [5, 5]
    assert not set(lab.train.names) & set(lab.test.names) and all(
        ("Cats" in n) == (k == 0) for n, k in zip(lab.train.names, lab.train.labels, strict=True)
    )
    again, other, fewer = (data.cats_vs_dogs(tmp_path / "pets", **how) for how in ({}, dict(seed=1), dict(train_pictures=6)))
    assert again.test.names == lab.test.names == fewer.test.names != other.test.names
    assert fewer.train.names == lab.train.names[:6] and again.train.key == lab.train.key != fewer.train.key


def test_every_layout_is_understood(tmp_path, monkeypatch):
    fill(tmp_path / "halves/train", 4), fill(tmp_path / "halves/test", 2, start=50)
    fill(tmp_path / "flat", 10, flat=True)
    fill(tmp_path / "kaggle/train", 10, flat=True), fill(tmp_path / "kaggle/test", 1, start=90, names=("1", "2"), flat=True)
    sizes = {name: (len((lab := data.cats_vs_dogs(tmp_path / name)).train), len(lab.test)) for name in ("halves", "flat", "kaggle")}
    assert sizes == {"halves": (8, 4), "flat": (16, 4), "kaggle": (16, 4)}
    lab = data.cats_vs_dogs(tmp_path / "flat", test=tmp_path / "halves" / "test")
    assert (len(lab.train), len(lab.test)) == (20, 4)
    monkeypatch.setenv("CONVNETS_CATS_DOGS", str(tmp_path / "flat"))
    assert data.cats_vs_dogs().kind == "folder"


def test_pictures_of_every_kind_are_read_and_the_rest_is_named(tmp_path):
    folder = fill(tmp_path / "pets", 12)
    picture, cat = data.drawn(1)[0], folder / "cat"
    picture.convert("L").save(cat / "grey.jpg")
    picture.convert("CMYK").save(cat / "cmyk.jpg")
    picture.convert("P").save(cat / "palette.png")
    picture.convert("RGBA").save(cat / "transparent.png")
    picture.convert("1").save(cat / "black.png")
    picture.convert("L").convert("I").point(lambda v: 256 * v).convert("I;16").save(cat / "deep.png")
    picture.save(cat / "moves.gif", save_all=True, append_images=[ImageOps.mirror(picture)])
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(cat / "turned.jpg", exif=exif)
    whole = (cat / "0.jpg").read_bytes()
    (cat / "half.jpg").write_bytes(whole[: len(whole) // 2])
    (cat / "empty.jpg").touch()
    (cat / "page.jpg").write_text("<html>404</html>")
    (cat / "bomb.png").write_bytes(bomb(60_000))
    (cat / "large.png").write_bytes(bomb(9_000))
    (cat / "notes.txt").write_text("no picture")
    (cat / ".hidden.jpg").write_bytes(whole)

    lab = data.cats_vs_dogs(folder)
    assert sorted(line.split(":")[0] for line in lab.skipped) == [
        f"cat/{n}" for n in ("bomb.png", "empty.jpg", "half.jpg", "large.png", "page.jpg")
    ]
    assert "cat/empty.jpg: an empty file" in lab.skipped and any("too large, 9000 x 9000 pixels" in line for line in lab.skipped)
    assert "cat/page.jpg: not a picture that can be read" in lab.skipped
    converted = dict(line.split(": ") for line in lab.converted)
    assert {k.split("/")[1].split(".")[0] for k in converted} == {"grey", "cmyk", "palette", "transparent", "black", "deep", "moves"}
    assert len(lab.train) + len(lab.test) == 24 + 8
    for half in (lab.train, lab.test):
        assert all(half[i].mode == "RGB" for i in range(len(half)))
        assert len(half.read(32)) == len(half) and not half.skipped
    assert "skipped: 5" in repr(lab)
    assert data.open_picture(cat / "turned.jpg").size == picture.size[::-1]
    deep = data.View(16).pixels(data.open_picture(cat / "deep.png")).float()
    assert (deep - data.View(16).pixels(picture.convert("L").convert("RGB")).float()).abs().mean() < 2
    with pytest.raises(ValueError, match=r"^half\.jpg: .*truncated"):
        data.open_picture(cat / "half.jpg")


def bomb(side: int) -> bytes:
    """A PNG file that promises side x side pixels and holds almost nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def test_a_test_picture_has_no_copy_among_those_to_learn_from(tmp_path):
    folder = fill(tmp_path / "pets", 20)
    for i in range(8):
        picture = Image.open(folder / f"dog/{i}.jpg")
        shutil.copy(folder / f"dog/{i}.jpg", folder / f"dog/same{i}.jpg")
        picture.resize((200, 150)).save(folder / f"dog/small{i}.png")
        ImageOps.mirror(picture).save(folder / f"dog/mirror{i}.jpg", quality=60)
        ImageEnhance.Brightness(picture).enhance(0.9).save(folder / f"dog/darker{i}.jpg")
    for seed in range(4):
        lab = data.cats_vs_dogs(folder, seed=seed)
        sides = [
            {int("".join(filter(str.isdigit, Path(n).stem))) for n in half.names if n.startswith("dog/")} for half in (lab.train, lab.test)
        ]
        assert not {i for i in sides[0] & sides[1] if i < 8} and len(lab.copies) == 32
        assert len(lab.train) + len(lab.test) == 72

    held = fill(tmp_path / "held", 5, start=70)
    shutil.copy(held / "cat/71.jpg", folder / "cat/leaked.jpg")
    lab = data.cats_vs_dogs(folder, test=held)
    assert len(lab.test) == 10 and "cat/leaked.jpg" not in lab.train.names and "cat/71.jpg is a copy of cat/leaked.jpg" in lab.copies


def test_pictures_that_only_resemble_each_other_are_no_copies(tmp_path):
    lab = data.cats_vs_dogs(fill(tmp_path / "pets", 30))
    assert not lab.copies
    for name, grey in (("white", 255), ("black", 0)):  # flat ones have no shape to compare
        Image.new("RGB", (50, 50), (grey,) * 3).save(tmp_path / f"pets/cat/{name}.png")
    assert not data.cats_vs_dogs(tmp_path / "pets").copies


def test_what_is_no_data_set_is_answered_in_one_sentence(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no folder .*nowhere"):
        data.cats_vs_dogs(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match="holds no labelled pictures.*cat.0.jpg"):
        data.cats_vs_dogs(tmp_path / "empty")
    shutil.rmtree(fill(tmp_path / "cats_only", 4) / "dog")
    with pytest.raises(ValueError, match=r"1 class \(cat\), and two are needed"):
        data.cats_vs_dogs(tmp_path / "cats_only")
    with pytest.raises(ValueError, match="holds the classes bird, dog"):
        data.cats_vs_dogs(fill(tmp_path / "pets", 4), test=fill(tmp_path / "birds", 2, start=5, names=("bird", "dog")))


def test_a_download_that_does_not_come_through_is_one_sentence(monkeypatch):
    import torchvision.datasets

    def broken(*_, **__):
        raise OSError("no network")

    monkeypatch.setattr(torchvision.datasets, "OxfordIIITPet", broken)
    with pytest.raises(ConnectionError, match=r"Oxford-IIIT Pet could not be fetched \(no network\).* drawn cats and dogs"):
        data.cats_vs_dogs(download=True)


def test_pets_are_cats_and_dogs_in_their_official_halves(monkeypatch):
    import torchvision.datasets

    class Pets:
        """torchvision's class, as far as it is used."""

        def __init__(self, root, split, target_types, download):
            assert (target_types, download) == ("binary-category", True)
            folder = fill(Path(root) / "oxford-iiit-pet" / "images", 3, start=len(split) * 10)
            self._images = sorted(f for f in folder.rglob("*.jpg") if int(f.stem) // 10 == len(split))
            self._bin_labels, self.bin_classes = [int(f.parent.name == "dog") for f in self._images], ["Cat", "Dog"]

    monkeypatch.setattr(torchvision.datasets, "OxfordIIITPet", Pets)
    lab = data.cats_vs_dogs(download=True)
    assert (lab.kind, lab.classes, len(lab.train), len(lab.test)) == ("pets", ("cat", "dog"), 6, 6)
    assert all(name.startswith("images/") for name in lab.train.names) and downloads.root() == settings.home() / "data"


def test_drawn_pictures_say_so_and_repeat(capsys, monkeypatch):
    lab = data.cats_vs_dogs(train_pictures=6, test_pictures=4)
    said = capsys.readouterr().out
    assert "DRAWN by a program" in said and "FOLDER/cat" in said and "download=True" in said
    assert (lab.kind, len(lab.train), len(lab.test)) == ("drawn", 6, 4)
    data.cats_vs_dogs(quiet=True)
    monkeypatch.setenv("CONVNETS_FAST", "1")
    fast = data.cats_vs_dogs(quiet=True)
    assert (len(fast.train), len(fast.test)) == (40, 20) and capsys.readouterr().out == ""

    some, more, other = data.drawn(4, "nonce"), data.drawn(9, "nonce"), data.drawn(4, "another")
    assert [some[i].tobytes() for i in range(4)] == [more[i].tobytes() for i in range(4)] and more.labels[:4].equal(some.labels)
    assert some[0].tobytes() != other[0].tobytes() and some.key != other.key and sorted(some.labels.tolist()) == [0, 0, 1, 1]
    random.seed(5)  # whatever the program's own random state is
    assert data.drawn(1, "nonce")[0].tobytes() == some[0].tobytes()


def test_batches_hold_every_picture_once_in_views_that_are_normalised(tmp_path):
    photos = data.drawn(11)
    view = data.View(32, mean=(0.5, 0.4, 0.3), std=(0.2, 0.3, 0.4))
    images, indices = (torch.cat(part) for part in zip(*photos.batches(view, 4), strict=True))
    assert indices.tolist() == list(range(11)) and images.shape == (11, 3, 32, 32)
    torch.testing.assert_close(images[7], view(photos[7]))
    by_hand = (view.pixels(photos[7]) / 255 - torch.tensor([0.5, 0.4, 0.3])[:, None, None]) / torch.tensor([0.2, 0.3, 0.4])[:, None, None]
    torch.testing.assert_close(images[7], by_hand, rtol=1e-5, atol=1e-5)
    orders = [torch.cat([i for _, i in photos.batches(view, 4, shuffle=True, seed=s)]).tolist() for s in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2] and sorted(orders[0]) == list(range(11))
    assert torch.equal(data.View(32, mirror=True).pixels(photos[0]), view.pixels(ImageOps.mirror(photos[0])))


def test_a_view_takes_the_middle_and_crop_less_of_it():
    picture = Image.new("RGB", (400, 200), "red")
    picture.paste("blue", (150, 50, 250, 150))
    whole, middle = data.View(64, crop=1.0).pixels(picture), data.View(64, crop=0.5).pixels(picture)
    assert whole[0].float().mean() > 150 and (middle[2] > 250).float().mean() > 0.9


def test_a_file_that_vanishes_costs_no_more_than_itself(tmp_path):
    lab = data.cats_vs_dogs(fill(tmp_path / "pets", 8))
    os.remove(tmp_path / "pets" / lab.train.names[3])
    pictures = lab.train.read(32)
    assert len(pictures) == len(lab.train) - 1 and len(lab.train.skipped) == 1 and lab.train.names[3] in lab.train.skipped[0]
    assert torch.equal(pictures.labels, lab.train.labels[[i for i in range(len(lab.train)) if i != 3]])


def test_training_from_scratch_gets_splits_under_one_normalisation(tmp_path):
    splits = data.cats_vs_dogs(fill(tmp_path / "pets", 10)).read(24)
    assert splits.train.images.shape == (16, 3, 24, 24) and splits.test.mean == splits.train.mean
    assert splits.train.images.mean().abs() < 1e-4


def test_iterating_stops_cleanly_in_the_middle():
    batches = data.drawn(40).batches(data.View(16), 2)
    next(batches)
    batches.close()


def test_photos_can_be_picked(tmp_path):
    photos = data.drawn(10)
    assert isinstance(photos[2:5], Photos) and photos[[7, 1]].names == (photos.names[7], photos.names[1])
    assert photos[photos.labels == 1].labels.tolist() == [1] * 5 and repr(photos) == "10 pictures (5 cat, 5 dog)"


def test_copies_are_found_among_many_in_strips(monkeypatch, tmp_path):
    """As with thousands of pictures, where the table of all pairs would not fit in memory."""
    folder = fill(tmp_path / "pets", 20)
    shutil.copy(folder / "cat/0.jpg", folder / "dog/zz.jpg")
    monkeypatch.setattr(copies, "STRIP", 3)
    assert data.cats_vs_dogs(folder).copies == ("dog/zz.jpg is a copy of cat/0.jpg",)


def test_the_banner_names_the_variable():
    assert cats_and_dogs.VARIABLE in cats_and_dogs.BANNER


@pytest.mark.skipif("CONVNETS_CATS_DOGS" not in os.environ, reason="CONVNETS_CATS_DOGS names no folder of photographs")
def test_real_photographs_are_read(monkeypatch):
    lab = data.cats_vs_dogs(os.environ["CONVNETS_CATS_DOGS"])
    assert lab.classes == ("cat", "dog") and len(lab.train.take(20).read(32)) == 20


def test_folders_as_unpacking_leaves_them(tmp_path):
    one = fill(tmp_path / "one", 4)
    shutil.copytree(one, tmp_path / "wrapped/kagglecatsanddogs/PetImages")
    fill(tmp_path / "twice/train/train", 4, flat=True)
    for half, start in (("training_set", 0), ("test_set", 50)):
        fill(tmp_path / f"sets/{half}/{half}", 4, start=start, names=("cats", "dogs"))
    fill(shutil.copytree(one, tmp_path / "beside") / "Test", 2, start=70)
    fill(tmp_path / "flat", 5, flat=True)
    fill(tmp_path / "flat/test", 1, start=90, names=("1", "2"), flat=True)  # without labels
    fill(tmp_path / "cats/cat/long haired", 4, names=("a", "b"))
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop/loop").symlink_to(tmp_path / "loop")
    sizes = {name: (len((lab := data.cats_vs_dogs(tmp_path / name)).train), len(lab.test), lab.classes) for name in ("wrapped", "twice")}
    assert sizes == {"wrapped": (6, 2, ("cat", "dog")), "twice": (6, 2, ("cat", "dog"))}
    for name, held in (("sets", 8), ("beside", 4)):
        lab = data.cats_vs_dogs(tmp_path / name)
        assert lab.classes == ("cat", "dog") and (len(lab.train), len(lab.test)) == (8, held) and not lab.copies
    assert len(data.cats_vs_dogs(tmp_path / "flat").train) == 8
    with pytest.raises(ValueError, match=r"1 class \(cat\)"):
        data.cats_vs_dogs(tmp_path / "cats")
    with pytest.raises(FileNotFoundError, match="no labelled pictures"):
        data.cats_vs_dogs(tmp_path / "loop")


def test_what_leaves_nothing_to_learn_or_to_test_says_why(tmp_path):
    pets = fill(tmp_path / "pets", 5)
    with pytest.raises(ValueError, match="10 of its 10 pictures are among those to test on as well"):
        data.cats_vs_dogs(pets, test=pets)
    with pytest.raises(ValueError, match=r"too few different pictures \(1 cat, 1 dog\): a class needs two"):
        data.cats_vs_dogs(fill(tmp_path / "two", 1))
    shutil.make_archive(str(tmp_path / "pets"), "zip", pets)
    with pytest.raises(FileNotFoundError, match="pets.zip is a file.*unpack it"):
        data.cats_vs_dogs(tmp_path / "pets.zip")
    with pytest.raises(ValueError, match="no folder to learn from"):
        data.cats_vs_dogs(test=pets)
    (tmp_path / "empty/cat").mkdir(parents=True)
    (tmp_path / "empty/cat/1.jpg").write_bytes(b"")
    with pytest.raises(ValueError, match="none of the 1 pictures of .* can be read, say cat/1.jpg: an empty file"):
        data.cats_vs_dogs(pets, test=tmp_path / "empty")


def test_copies_are_told_though_they_have_the_same_name(tmp_path):
    pets = fill(tmp_path / "pets", 6)
    (tmp_path / "held/cat").mkdir(parents=True)
    shutil.copy(pets / "cat/2.jpg", tmp_path / "held/cat/2.jpg")
    lab = data.cats_vs_dogs(pets, test=tmp_path / "held")
    assert len(lab.train) == 11 and lab.copies == (f"cat/2.jpg is a copy of {pets / 'cat/2.jpg'}",)


def test_why_a_file_cannot_be_read_is_said_plainly(tmp_path):
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(50))
    Image.new("1", (15000, 12500)).save(tmp_path / "bomb.png")
    for name, said in (
        ("folder.jpg", "name the pictures in it"),
        ("phone.heic", "save it as JPEG"),
        ("bomb.png", "too large, 187500000 pixels: .*"),
    ):
        with pytest.raises(ValueError, match=f"^{name}: .*{said}$"):
            data.open_picture(tmp_path / name)


def test_a_class_that_may_not_be_read_is_not_passed_over(tmp_path, monkeypatch):
    pets, iterdir = fill(tmp_path / "pets", 4, names=("ape", "bee")), Path.iterdir
    fill(pets, 4, start=9)

    def forbidden(folder):
        if folder.name == "dog":
            raise PermissionError(13, "Permission denied", str(folder))
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(PermissionError, match="dog"):
        data.cats_vs_dogs(pets)


def test_fractions_and_deep_greys_are_scaled_and_not_cut_off(tmp_path):
    picture = data.drawn(1)[0].convert("L")
    grey, (low, high) = np.asarray(picture).astype("float32"), picture.getextrema()
    holes = grey / 255
    holes[:5, :5] = float("nan")
    files = {
        "0..1.tiff": Image.fromarray(grey / 255),
        "0..255.tiff": Image.fromarray(grey),
        "holes.tiff": Image.fromarray(holes),
        "32 bits.tiff": Image.fromarray((grey * 2**22).astype("int32")),
    }
    for name, image in files.items():
        image.save(tmp_path / name)
        found = np.asarray(data.open_picture(tmp_path / name))[5:, 5:, 0].astype("float32")
        assert np.abs(found - ((grey - low) * 255 / (high - low)).round()[5:, 5:]).max() <= 1, name
    Image.fromarray(np.full((9, 9), 3.0, dtype="float32")).save(tmp_path / "flat.tiff")
    assert data.open_picture(tmp_path / "flat.tiff").getextrema() == ((3, 3),) * 3
    Image.fromarray(np.full((9, 9), float("nan"), dtype="float32")).save(tmp_path / "nothing.tiff")
    with pytest.raises(ValueError, match="^nothing.tiff: damaged, not one number in it$"):
        data.open_picture(tmp_path / "nothing.tiff")


def test_what_a_system_puts_beside_pictures_is_no_class(tmp_path, monkeypatch):
    pets, iterdir = fill(tmp_path / "pets", 4), Path.iterdir
    for name in ("lost+found", "System Volume Information", "$RECYCLE.BIN", ".Trash-1000", "@eaDir", "__MACOSX"):
        (pets / name).mkdir()
        (pets / "dog" / name).mkdir()
        shutil.copy(pets / "cat/0.jpg", pets / "dog" / name / "thumbnail.jpg")

    def forbidden(folder):
        if folder.name in ("lost+found", "System Volume Information"):
            raise PermissionError(13, "Permission denied", str(folder))
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", forbidden)
    lab = data.cats_vs_dogs(pets)
    assert lab.classes == ("cat", "dog") and len(lab.train) + len(lab.test) == 8 and not lab.skipped + lab.copies


def test_folders_and_links_that_are_passed_over_are_named(tmp_path, monkeypatch):
    pets = fill(tmp_path / "pets", 4)
    (pets / "hen").mkdir()
    (pets / "cat/gone.jpg").symlink_to(tmp_path / "gone.jpg")
    (pets / "cat/more").symlink_to(pets / "dog")
    lab = data.cats_vs_dogs(pets)
    assert sorted(lab.skipped) == [
        "cat/gone.jpg: there is no such file",
        "cat/more: a link to another folder, which is not followed",
        "hen: a folder without pictures",
    ]
    assert lab.classes == ("cat", "dog") and len(lab.train) + len(lab.test) == 8

    scandir = os.scandir

    def forbidden(folder):
        if str(folder).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(folder))
        return scandir(folder)

    (pets / "dog/secret").mkdir()
    monkeypatch.setattr(os, "scandir", forbidden)
    assert "dog/secret: a folder that cannot be read (Permission denied)" in data.cats_vs_dogs(pets).skipped
    shutil.rmtree(pets / "dog")
    (pets / "dog").mkdir()
    with pytest.raises(ValueError, match="dog: a folder without pictures"):
        data.cats_vs_dogs(pets)


def test_ctrl_c_while_looking_through_leaves_the_rest_unread(tmp_path, monkeypatch):
    looked = []

    def look(file, root):
        looked.append(file)
        time.sleep(0.002)
        if len(looked) >= 5:  # not "== 5": several threads look at once
            raise KeyboardInterrupt
        return "an empty file"

    monkeypatch.setattr(copies, "_look", look)
    with pytest.raises(KeyboardInterrupt):
        copies.look_through([(tmp_path / f"{i}.jpg", "cat") for i in range(2_000)], tmp_path)
    assert len(looked) < 1_000


def test_pictures_of_phones_alone_are_named(tmp_path):
    for kind in ("cat", "dog"):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / "1.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + bytes(50))
    with pytest.raises(ValueError, match=r"none of the 2 pictures of .* can be read, say cat/1.HEIC: .*, save it as JPEG"):
        data.cats_vs_dogs(tmp_path)


def test_korean_names_as_macos_takes_them_apart(tmp_path):
    names = [unicodedata.normalize("NFD", name) for name in ("고양이", "강아지")]
    assert names[0] != "고양이" and data.cats_vs_dogs(fill(tmp_path / "pets", 4, names=names)).classes == ("cat", "dog")
    assert data.cats_vs_dogs(fill(tmp_path / "flat", 4, names=names, flat=True)).classes == ("cat", "dog")
