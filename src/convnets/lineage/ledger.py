"""The lineage table: every network of the course trained on the same pictures for the same number of updates.

>>> net = models.create("lenet5", in_channels=3)
>>> history = lineage.fit(net, "lenet5")
>>> lineage.table()

Each training under ``train.BUDGET`` leaves a row in ``settings.home()/lineage.jsonl`` and what the network said about the 1,000
test pictures beside it. Rows that come with the course stand in for networks that have not been trained here.
"""

import json
import os
import platform
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from zlib import crc32

import torch
from torch import Tensor, nn

from convnets import __version__, data, measure, models, train
from convnets.base import settings
from convnets.base.table import Table
from convnets.train import checkpoint
from convnets.train.results import History

DATA, FIXED = "digits_on_photos", ("epochs", "batch_size")  # what no training under the budget may change
REFERENCE = Path(__file__).parent / "reference"  # the rows that come with the course


@dataclass(frozen=True)
class Row:
    """One training under the budget."""

    network: str
    variant: str  # what sets it apart from the network as published: "stem=small, width 1/4"; "" for nothing
    parameters: int
    macs: int  # for one picture, 3x32x32
    seconds: float  # of training
    accuracy: float  # of the 1,000 test pictures, 0..1
    seed: int
    device: str  # "CPU, 2 threads"
    versions: dict[str, str] = field(default_factory=dict)
    recipe: dict[str, str] = field(default_factory=dict)  # where it departs from train.BUDGET
    logits: str = ""  # the file that holds them
    folder: Path = field(default=REFERENCE, compare=False)  # where row and logits lie

    @property
    def reference(self) -> bool:
        """Whether it came with the course."""
        return self.folder == REFERENCE

    @property
    def name(self) -> str:
        """As it is shown: ``"vgg_a (width 1/4)"``."""
        return f"{self.network} ({self.variant})" if self.variant else self.network


def fit(
    net: nn.Module,
    network: str,
    variant: str = "",
    *,
    seed: int = 0,
    device: torch.device | str | None = None,
    progress: bool = True,
    after_epoch: Callable[[History], None] | None = None,
    folder: Path | None = None,
    **recipe: object,
) -> History:
    """Train `net` under the common budget, ``train.BUDGET``, and enter the result into the lineage table.

    Nothing is entered in fast mode, while grading, or when the training was stopped.

    Args:
        net: pictures (B, 3, 32, 32) -> logits (B, 10).
        network: its name in the table, if it has one that of :func:`models.names`.
        variant: what sets it apart from the published one, in a few words. Of each network and variant the newest row counts.
        seed, device, progress, after_epoch: as for :func:`train.fit`.
        folder: where to keep the row, rather than in ``settings.home()``.
        recipe: what to change in the budget's recipe, say ``lr=0.1``. Epochs and batch size are fixed.

    Raises what `train.fit` does, and `ValueError` for a change of what is fixed.
    """
    for option in FIXED:
        if option in recipe:
            raise ValueError(
                f"{option} is the same for all networks of the lineage table: {train.BUDGET[option]}. train.fit is free of it."
            )
    pictures = data.load(DATA)
    how = dict(seed=seed, device=device)
    history = train.fit(net, pictures, **how, progress=progress, after_epoch=after_epoch, **train.BUDGET | recipe)
    if settings.fast() or settings.grading() or history.interrupted:
        return history
    result = train.evaluate(net, pictures.test, device=device)
    row = Row(
        network=network,
        variant=variant,
        parameters=measure.parameters(net),
        macs=measure.macs(net, (3, 32, 32)),
        seconds=round(history.seconds, 1),
        accuracy=result.accuracy,
        seed=seed,
        device=history.device,
        versions={"convnets": __version__, "torch": torch.__version__, "python": platform.python_version()},
        recipe={name: getattr(value, "__name__", str(value)) for name, value in recipe.items()},
    )
    try:
        append(row, result.logits, folder or settings.home())
    except OSError as error:
        print(f"The result could not be kept: {error}. The network itself is trained.")
    return history


def append(row: Row, logits: Tensor, folder: Path) -> None:
    """Add a row to ``lineage.jsonl`` in `folder`, and its logits (N, K) to a file beside it. Several processes may do so at once."""
    which = f"{row.network} {row.variant} {row.seed}"
    file = Path("logits", f"{re.sub(r'[^A-Za-z0-9]+', '-', which)[:60]}-{crc32(which.encode()):08x}.safetensors")
    checkpoint.write({"logits": logits.half()}, folder / file)
    entry = asdict(row) | {"logits": file.as_posix()}
    del entry["folder"]
    line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
    whole = not _path(folder).exists() or _path(folder).read_bytes()[-1:] in (b"\n", b"")
    handle = os.open(_path(folder), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, line if whole else b"\n" + line)  # one write at the end of the file: never in the midst of another's line
    finally:
        os.close(handle)


def rows() -> list[Row]:
    """The newest row of each network and variant, the course's own where there is none of yours, in the order of the course."""
    newest = {(row.network, row.variant): row for folder in (REFERENCE, settings.home()) for row in read(folder)}
    place = {name: i for i, name in enumerate(models.names())}
    return sorted(newest.values(), key=lambda row: place.get(row.network, len(place)))


def read(folder: Path) -> list[Row]:
    """All rows of a folder, oldest first. A damaged line is left out, and said so."""
    if not _path(folder).exists():
        return []
    known, found = {f.name for f in fields(Row)} - {"folder"}, []
    for number, line in enumerate(_path(folder).read_bytes().splitlines(), start=1):
        try:
            entry = json.loads(line)
            row = Row(**{name: value for name, value in entry.items() if name in known}, folder=folder)
            _ = f"{row.parameters:d}{row.macs:d}{row.seconds:f}{row.accuracy:f}{row.seed:d}", row.network + row.variant + row.logits
        except (ValueError, TypeError, AttributeError):
            if line.strip():
                print(f"{_path(folder)}, line {number} is damaged and left out.")
            continue
        found.append(row)
    return found


def table() -> Table:
    """The rows as a table: what each network costs, and what it reached."""
    cells = [
        [
            row.network,
            row.variant,
            f"{row.parameters:,}",
            f"{row.macs:,}",
            f"{row.accuracy:.1%}",
            f"{row.seconds:,.0f} s",
            str(row.seed),
            row.device,
            "reference" if row.reference else "yours",
        ]
        for row in rows()
    ]
    head = ["network", "variant", "parameters", "MACs", "accuracy", "time", "seed", "device", "whose"]
    note = "1,000 test pictures of digits_on_photos: one mistake is 0.1 %, and another seed moves a row by a few."
    return Table(head, cells, words=("network", "variant", "device", "whose"), note=note)


def logits(row: Row) -> Tensor:
    """What the network of a row said about the 1,000 test pictures of ``load("digits_on_photos")``: (1000, 10) float32.

    Raises `FileNotFoundError` when the file is gone, `CheckpointError` when it is damaged.
    """
    return checkpoint.read(row.folder / row.logits)["logits"].float()


def _path(folder: Path) -> Path:
    return folder / "lineage.jsonl"
