"""Cats and dogs for the lab: photographs of your own, those of the Oxford-IIIT Pet data set, or drawn ones where there are none."""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from convnets.base import settings
from convnets.data import copies, downloads, layouts
from convnets.data.drawings import drawn
from convnets.data.photos import Photos
from convnets.data.pictures import Splits, mixed, noted

CLASSES = ("cat", "dog")
VARIABLE = "CONVNETS_CATS_DOGS"  # names a folder of photographs
DRAWN, DRAWN_FAST = (400, 200), (40, 20)  # to learn from, to test on
PETS = 7_390  # pictures in Oxford-IIIT Pet's folder
BANNER = """These cats and dogs are DRAWN by a program: there are no photographs at hand. All of the lab works on them, and real pictures are another matter.
For photographs: data.cats_vs_dogs("FOLDER") with FOLDER/cat and FOLDER/dog (or set CONVNETS_CATS_DOGS=FOLDER);
or data.cats_vs_dogs(download=True): Oxford-IIIT Pet, 7,349 photographs, 811 MB, once."""


@dataclass(frozen=True)
class Lab:
    """Pictures to learn from and pictures held out, and what was found while looking through them."""

    train: Photos
    test: Photos
    skipped: tuple[str, ...] = ()  # files and folders that cannot be read: "cat/3.jpg: an empty file"
    converted: tuple[str, ...] = ()  # files that were no plain RGB pictures: "dog/7.png: a palette"
    copies: tuple[str, ...] = ()  # "dog/8.jpg is a copy of dog/7.jpg": kept on one side, or taken out of the training pictures

    @property
    def classes(self) -> tuple[str, ...]:
        return self.train.classes

    @property
    def kind(self) -> str:
        """Where the pictures come from: "folder", "pets" or "drawn"."""
        return self.train.kind

    def read(self, size: int = 64) -> Splits:
        """All in memory, at one small size, normalised with the training pictures' mean and standard deviation: for `train.fit`."""
        learn = self.train.read(size)
        return Splits(learn, self.test.read(size, learn.mean, learn.std), self.skipped, self.converted)

    def __repr__(self) -> str:
        files = {"skipped": self.skipped, "converted to RGB": self.converted, "copies, never on both sides": self.copies}
        return f"{self.kind}, to learn from: {self.train}\n{' ' * len(self.kind)}  to test on: {self.test}" + noted(files)


def cats_vs_dogs(
    folder: str | Path | None = None,
    *,
    test: str | Path | None = None,
    seed: int = 0,
    download: bool = False,
    train_pictures: int | None = None,
    test_pictures: int | None = None,
    quiet: bool = False,
) -> Lab:
    """Labelled pictures of cats and dogs, to learn from and to test on. They stay in their files until their turn comes.

    A *folder*, where one is given or the variable CONVNETS_CATS_DOGS names one: it holds a folder of pictures for each class, or
    ``train`` and ``test`` with such folders in them, or files called as Kaggle's are, ``cat.0.jpg``. Without a test half four fifths
    are to learn from and a fifth is to test on, chosen by `seed`. *Oxford-IIIT Pet* (Parkhi et al. 2012) with ``download=True``, by
    torchvision, in its official halves. Otherwise *drawn* cats and dogs, with a line that says so.

    What cannot be read is skipped and named. No picture that is to be tested on has a copy among those to learn from: same bytes,
    same pixels, or nearly the same as a small thumbnail, also mirrored.

    Args:
        folder: of your own pictures. Other classes than cats and dogs will do as well.
        test: another folder, to test on.
        seed: decides how a folder is split, and what is drawn.
        download: fetch Oxford-IIIT Pet, 811 MB, where it is not here yet.
        train_pictures, test_pictures: at most so many; each class gets its share. The test pictures do not depend on `train_pictures`.
        quiet: do not say that pictures are drawn.

    Raises:
        FileNotFoundError: there is no such folder, or it holds no labelled pictures.
        ValueError: fewer than two classes, or other classes in the test folder; or nothing that can be read.
        ConnectionError: the download did not come through.
    """
    if folder is None and not download:
        folder = os.environ.get(VARIABLE) or None
    if folder is not None:
        lab = _folder(Path(folder).expanduser(), Path(test).expanduser() if test is not None else None, seed)
    elif download:
        lab = _pets(seed)
    else:
        if test is not None:
            raise ValueError(
                f"{test} is to test on, and there is no folder to learn from: say which, --data FOLDER or cats_vs_dogs(FOLDER, ...)."
            )
        if not quiet:
            print(BANNER)
        return _drawn(seed, train_pictures, test_pictures)
    train, test = lab.train.take(train_pictures or len(lab.train)), lab.test.take(test_pictures or len(lab.test))
    return replace(lab, train=train, test=test)


def _folder(root: Path, test: Path | None, seed: int) -> Lab:
    told: list[str] = []
    learn, held = layouts.halves(root, told)
    test_root = root
    if test is not None:
        test_root, of_test = test, []
        halves = layouts.halves(test, of_test)
        held = halves[1] or halves[0]  # a test folder may hold a train and a test half of its own
        told += [f"to test on, {line}" for line in of_test]
    return _split(learn, held, root, test_root, "folder", seed, tuple(told))


def _pets(seed: int) -> Lab:
    """torchvision's copy of Oxford-IIIT Pet, 37 breeds, as cats and dogs."""
    from torchvision.datasets import OxfordIIITPet

    folder = downloads.root() / "oxford-iiit-pet"
    if (folder / "images").is_dir() and sum(1 for _ in (folder / "images").glob("*.jpg")) < PETS:  # an unpacking that was interrupted
        shutil.rmtree(folder / "images")
    halves = []
    with downloads.fetching(
        "Oxford-IIIT Pet", folder, 811, "drawn cats and dogs, data.cats_vs_dogs(), and any folder of your own pictures"
    ):
        for half in ("trainval", "test"):
            pets = OxfordIIITPet(downloads.root(), split=half, target_types="binary-category", download=True)
            names = [name.lower() for name in pets.bin_classes]
            halves.append([(Path(file), names[label]) for file, label in zip(pets._images, pets._bin_labels, strict=True)])
    return _split(*halves, folder, folder, "pets", seed)


def _split(learn: layouts.Found, held: layouts.Found, root: Path, test_root: Path, kind: str, seed: int, told: tuple[str, ...] = ()) -> Lab:
    seen, tried = copies.look_through(learn, root), copies.look_through(held, test_root)
    classes = tuple(sorted(set(seen.labels)))
    if not classes:
        raise ValueError(f"none of the {len(learn)} pictures of {root} can be read, say {'; '.join(seen.skipped[:2])}.")
    if len(classes) < 2:
        passed = f" Passed over: {'; '.join((told + seen.skipped)[:3])}." if told + seen.skipped else ""
        raise ValueError(
            f"{root} holds pictures of 1 class ({classes[0]}), and two are needed: a folder for each class, {root}/cat and {root}/dog.{passed}"
        )
    if held and (others := sorted(set(tried.labels) - set(classes))):
        raise ValueError(
            f"{test_root} holds the classes {', '.join(sorted(set(tried.labels)))}, and {root} {', '.join(classes)}: "
            f"learn {', '.join(others)} as well, or leave {'them' if len(others) > 1 else 'it'} out of the test."
        )
    group = copies.groups(seen, tried)
    alike = copies.told(seen.files + tried.files, group)

    def photos(half: copies.Seen, chosen: list[int]) -> Photos:
        labels = torch.tensor([classes.index(half.labels[i]) for i in chosen], dtype=torch.int64)
        order = mixed(labels, seed).tolist()
        return Photos([half.files[chosen[i]] for i in order], labels[order], classes, kind)

    if held:
        own, others = group[: len(seen.files)], set(group[len(seen.files) :])
        train = photos(seen, [i for i, g in enumerate(own) if g not in others])
        test = photos(tried, list(range(len(tried.files))))
    else:
        train, test = (photos(seen, side) for side in _sides(group, seen.labels, seed))
    if held and not len(test):
        raise ValueError(f"none of the {len(held)} pictures of {test_root} to test on can be read, say {'; '.join(tried.skipped[:2])}.")
    lacking = [name for i, name in enumerate(classes) if i not in train.labels]
    if held and lacking:
        told = f"{len(own) - len(train)} of its {len(own)} pictures are among those to test on as well, and were taken out"
        raise ValueError(f"{root} leaves no picture of {', '.join(lacking)} to learn from: {told}. Test on others, or on a part of these.")
    if lacking or not len(test):
        counts = ", ".join(f"{seen.labels.count(name)} {name}" for name in classes)
        raise ValueError(f"{root} holds too few different pictures ({counts}): a class needs two at least, to learn from and to test on.")
    return Lab(train, test, told + seen.skipped + tried.skipped, seen.converted + tried.converted, alike)


def _sides(group: list[int], labels: list[str], seed: int) -> tuple[list[int], list[int]]:
    """To learn from and to test on: a fifth of each class to test on, copies of one picture together."""
    members: dict[int, list[int]] = {}
    for i, g in enumerate(group):
        members.setdefault(g, []).append(i)
    sets = list(members.values())
    names = sorted(set(labels))
    of_sets = torch.tensor([names.index(labels[s[0]]) for s in sets])
    room = {name: max(1, labels.count(name) // 5) for name in names}
    learn, held = [], []
    for k in mixed(of_sets, seed).tolist():
        name = labels[sets[k][0]]
        if room[name] >= len(sets[k]):
            room[name] -= len(sets[k])
            held += sets[k]
        else:
            learn += sets[k]
    return learn, held


def _drawn(seed: int, train_pictures: int | None, test_pictures: int | None) -> Lab:
    usual = DRAWN_FAST if settings.fast() else DRAWN
    n_train, n_test = (usual[i] if n is None else n for i, n in enumerate((train_pictures, test_pictures)))
    return Lab(drawn(n_train, f"{seed}, to learn from"), drawn(n_test, f"{seed}, to test on"))
