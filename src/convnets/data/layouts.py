"""What lies where in a folder of labelled pictures: a folder for each class, or Kaggle's ``cat.0.jpg``."""

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from convnets.data.decoder import ENDINGS

TRAINS = ("train", "training", "training_set")  # what the half to learn from may be called
TESTS = ("test", "val", "valid", "validation", "testing", "test_set")  # and the other
ANIMALS = {
    **dict.fromkeys(("cat", "cats", "kitten", "고양이"), "cat"),
    **dict.fromkeys(("dog", "dogs", "puppy", "개", "강아지"), "dog"),
}

HIDDEN = (".", "__", "@", "$")  # what the folders begin with that macOS, Windows, Jupyter and network drives put beside pictures
OTHERS = ("lost+found", "system volume information", "found.000")  # and some more of them

Found = list[tuple[Path, str]]  # a file, and the name of its class


def halves(root: Path, told: list[str] | None = None) -> tuple[Found, Found]:
    """The labelled pictures of a folder: to learn from, and to test on where it holds such a half (else none).

    What was passed over though it could have been meant is appended to `told`: a folder without pictures, one that may not be read.
    Raises `FileNotFoundError` where there are no labelled pictures.
    """
    if root.is_file():
        raise FileNotFoundError(
            f"{root} is a file, and a folder of pictures is wanted. If it is an archive, unpack it and name the folder."
        )
    if not root.is_dir():
        raise FileNotFoundError(f"there is no folder {root}. It should hold one folder of pictures for each class: {root}/cat, {root}/dog.")
    told = [] if told is None else told
    root, outer = _unwrapped(root), root
    named = {folder.name.lower(): folder for folder in _folders(root)}
    learn = next((named[name] for name in TRAINS if name in named), root)
    tests = [named[name] for name in TESTS if name in named]
    found = labelled(_unwrapped(learn), tests, told, outer)
    if not found:
        raise FileNotFoundError(
            f"{learn} holds no labelled pictures ({', '.join(ENDINGS)}): it should hold one folder for each class, "
            f"{learn.name}/cat and {learn.name}/dog, or files called cat.0.jpg, dog.0.jpg."
        )
    for test in tests:
        of_test: list[str] = []
        if held := labelled(_unwrapped(test), (), of_test, outer):
            told += of_test
            return found, held
    return found, []  # Kaggle's own test pictures have no labels


def labelled(root: Path, but: Sequence[Path], told: list[str], outer: Path) -> Found:
    """The pictures below a folder, by the folders for each class, or else by what the files are called; in the order of their names.

    What is `told` is named from the folder `outer` on.
    """
    found = []
    for folder in _folders(root):
        if folder not in but:
            any(folder.iterdir())  # raises where it may not be read: a class would be missing
            pictures = _below(folder, told, outer)
            found += [(file, class_name(folder.name)) for file in pictures]
            if not pictures:
                told.append(f"{folder.relative_to(outer).as_posix()}: a folder without pictures")
    return found or _by_name(root)


def _below(folder: Path, told: list[str], outer: Path) -> list[Path]:
    """The pictures in a folder and in the folders in it."""

    def refused(error: OSError) -> None:
        told.append(f"{Path(error.filename).relative_to(outer).as_posix()}: a folder that cannot be read ({error.strerror})")

    found = []
    for where, folders, files in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if _meant(name)]
        links = [Path(where, name) for name in folders if Path(where, name).is_symlink()]
        told += [f"{link.relative_to(outer).as_posix()}: a link to another folder, which is not followed" for link in links]
        found += [Path(where, name) for name in files]
    return _pictures(found)


def _by_name(root: Path) -> Found:
    named = ((file, re.match(r"[^\W\d_]+", file.stem)) for file in _pictures(root.iterdir()))
    return [(file, ANIMALS[_spelled(name[0])]) for file, name in named if name and _spelled(name[0]) in ANIMALS]


def class_name(folder: str) -> str:
    """`cats`, `Cat` and `고양이` are all the class "cat"; other names are left as they are."""
    return ANIMALS.get(_spelled(folder), folder)


def _spelled(name: str) -> str:
    """Small letters; Korean ones put together, which macOS takes apart."""
    return unicodedata.normalize("NFC", name).strip().lower()


def _unwrapped(root: Path) -> Path:
    """A folder whose only folder holds the classes (or their pictures by name), as unpacking may leave it, stands for that one."""
    folders = _folders(root)
    if len(folders) != 1 or folders[0].is_symlink() or class_name(folders[0].name) in ANIMALS.values() or _pictures(root.iterdir()):
        return root
    return _unwrapped(folders[0]) if _folders(folders[0]) or _by_name(folders[0]) else root


def _folders(root: Path) -> list[Path]:
    return sorted(entry for entry in root.iterdir() if entry.is_dir() and _meant(entry.name))


def _meant(folder: str) -> bool:
    """Whether somebody put this folder there."""
    return not folder.startswith(HIDDEN) and folder.lower() not in OTHERS


def _pictures(entries: Iterable[Path]) -> list[Path]:
    """Those that are pictures by their names; also links to files that are gone, so that these are named."""
    named = (f for f in entries if f.suffix.lower() in ENDINGS and not f.name.startswith("."))
    return sorted(f for f in named if f.is_file() or not f.exists())
