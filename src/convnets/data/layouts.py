"""What lies where in a folder of labelled pictures: a folder for each class, or Kaggle's ``cat.0.jpg``."""

import re
from collections.abc import Sequence
from pathlib import Path

from convnets.data.opening import ENDINGS

TRAINS = ("train", "training", "training_set")  # what the half to learn from may be called
TESTS = ("test", "val", "valid", "validation", "testing", "test_set")  # and the other
ANIMALS = {
    "cat": "cat",
    "cats": "cat",
    "kitten": "cat",
    "고양이": "cat",
    "dog": "dog",
    "dogs": "dog",
    "puppy": "dog",
    "개": "dog",
    "강아지": "dog",
}

Found = list[tuple[Path, str]]  # a file, and the name of its class


def halves(root: Path) -> tuple[Found, Found]:
    """The labelled pictures of a folder: to learn from, and to test on where it holds such a half (else none).

    Raises `FileNotFoundError` where there are no labelled pictures.
    """
    if root.is_file():
        raise FileNotFoundError(
            f"{root} is a file, and a folder of pictures is wanted. If it is an archive, unpack it and name the folder."
        )
    if not root.is_dir():
        raise FileNotFoundError(f"there is no folder {root}. It should hold one folder of pictures for each class: {root}/cat, {root}/dog.")
    root = _unwrapped(root)
    named = {folder.name.lower(): folder for folder in _folders(root)}
    learn = next((named[name] for name in TRAINS if name in named), root)
    tests = [named[name] for name in TESTS if name in named]
    found = labelled(_unwrapped(learn), tests)
    if not found:
        raise FileNotFoundError(
            f"{learn} holds no labelled pictures ({', '.join(ENDINGS)}): it should hold one folder for each class, "
            f"{learn.name}/cat and {learn.name}/dog, or files called cat.0.jpg, dog.0.jpg."
        )
    return found, next((pictures for test in tests if (pictures := labelled(_unwrapped(test)))), [])  # Kaggle's own have no labels


def labelled(root: Path, but: Sequence[Path] = ()) -> Found:
    """The pictures below a folder, by the folders for each class, or else by what the files are called; in the order of their names."""
    folders = [folder for folder in _folders(root) if folder not in but]
    for folder in folders:
        any(folder.iterdir())  # rglob passes over what it may not read, and a class would be missing
    found = [(file, class_name(folder.name)) for folder in folders for file in _pictures(folder.rglob("*"))]
    return found or _by_name(root)


def _by_name(root: Path) -> Found:
    named = ((file, re.match(r"[^\W\d_]+", file.stem)) for file in _pictures(root.iterdir()))
    return [(file, ANIMALS[name[0].lower()]) for file, name in named if name and name[0].lower() in ANIMALS]


def class_name(folder: str) -> str:
    """`cats`, `Cat` and `고양이` are all the class "cat"; other names are left as they are."""
    return ANIMALS.get(folder.strip().lower(), folder)


def _unwrapped(root: Path) -> Path:
    """A folder whose only folder holds the classes (or their pictures by name), as unpacking may leave it, stands for that one."""
    folders = _folders(root)
    if len(folders) != 1 or folders[0].is_symlink() or class_name(folders[0].name) in ANIMALS.values() or _pictures(root.iterdir()):
        return root
    return _unwrapped(folders[0]) if _folders(folders[0]) or _by_name(folders[0]) else root


def _folders(root: Path) -> list[Path]:
    return sorted(entry for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith((".", "__")))


def _pictures(entries: object) -> list[Path]:
    return sorted(f for f in entries if f.suffix.lower() in ENDINGS and not f.name.startswith(".") and f.is_file())
