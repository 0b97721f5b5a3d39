"""Folders of pictures."""

from pathlib import Path

from convnets import data


def fill(folder: Path, n: int = 10, start: int = 0, names=("cat", "dog"), flat: bool = False) -> Path:
    """Drawn pictures as JPEG files, n of each class."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures, count = data.drawn(2 * n, f"folder {start}"), [0, 0]
    for i, label in enumerate(pictures.labels.tolist()):
        file = folder / (f"{names[label]}.{start + count[label]}.jpg" if flat else f"{names[label]}/{start + count[label]}.jpg")
        file.parent.mkdir(exist_ok=True)
        pictures[i].save(file, quality=90)
        count[label] += 1
    return folder
