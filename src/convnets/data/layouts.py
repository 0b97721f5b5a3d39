"""What lies where in a folder of labelled pictures: a folder for each class, or Kaggle's ``cat.0.jpg``."""

import re
from pathlib import Path

from convnets.data.opening import ENDINGS

TESTS = ("test", "val", "valid", "validation")  # what the other half of a folder called "train" may be called
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
    if not root.is_dir():
        raise FileNotFoundError(f"there is no folder {root}. It should hold one folder of pictures for each class: {root}/cat, {root}/dog.")
    learn = root / "train" if (root / "train").is_dir() else root
    found = labelled(learn)
    if not found:
        raise FileNotFoundError(
            f"{learn} holds no labelled pictures ({', '.join(ENDINGS)}): it should hold one folder for each class, "
            f"{learn.name}/cat and {learn.name}/dog, or files called cat.0.jpg, dog.0.jpg."
        )
    tests = [root / name for name in TESTS if learn != root and (root / name).is_dir()]
    return found, next((pictures for test in tests if (pictures := labelled(test))), [])  # Kaggle's own test pictures have no labels


def labelled(root: Path) -> Found:
    """The pictures below a folder, by the folders for each class, or else by what the files are called; in the order of their names."""
    folders = sorted(entry for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    found = [(file, class_name(folder.name)) for folder in folders for file in _pictures(folder.rglob("*"))]
    if found:
        return found
    named = ((file, re.match(r"[^\W\d_]+", file.stem)) for file in _pictures(root.iterdir()))
    return [(file, ANIMALS[name[0].lower()]) for file, name in named if name and name[0].lower() in ANIMALS]


def class_name(folder: str) -> str:
    """`cats`, `Cat` and `고양이` are all the class "cat"; other names are left as they are."""
    return ANIMALS.get(folder.strip().lower(), folder)


def _pictures(entries: object) -> list[Path]:
    return sorted(f for f in entries if f.suffix.lower() in ENDINGS and not f.name.startswith(".") and f.is_file())
