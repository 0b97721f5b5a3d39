"""Hand in trained weights: one file of numbers and a card, from which a grader builds the network and tries it on pictures of its own.

>>> card = handin.card("efficientnet_lite0", part="head", weights="efficientnet_lite0", data=lab.kind, mean=HALVES, std=HALVES)
>>> handin.write("submission.safetensors", head, card)
>>> handin.score("08_cats_and_dogs/weights", "submission.safetensors", lab.test, curve={0.80: 0, 0.98: 10})

The file is safetensors; nothing in it is code, and it is looked through (`read`) before a number of it is used.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from convnets import measure, models
from convnets.base import settings
from convnets.base.files import digest
from convnets.data.view import View
from convnets.evidence import display
from convnets.handin import terms as cards
from convnets.handin.terms import FORMAT
from convnets.handin.worth import result
from convnets.train import checkpoint
from convnets.train.results import evaluation
from convnets.weights import file as files
from convnets.weights.file import LIMIT

if TYPE_CHECKING:
    from convnets.data.photos import Photos

CARD = "convnets"  # the key of the card in the file's metadata
TAKEN = 20  # test pictures in fast mode
BODY_LIMIT = 600_000_000  # bytes of a network whose head alone is handed in
PIXELS = 32 * 224 * 224  # of a batch


class HandinError(ValueError):
    """Weights that cannot be handed in. The message, one sentence, names the file, what is wrong and what to do."""


class PicturesError(ValueError):
    """Pictures that weights cannot be tried on. The message says why; whose mistake it is must be looked at."""


def card(
    network: str,
    *,
    data: str,
    mean: Sequence[float],
    std: Sequence[float],
    part: str = "all",
    weights: str | None = None,
    options: Mapping[str, Any] | None = None,
    classes: Sequence[str] = ("cat", "dog"),
    size: int = 224,
    crop: float = 1.0,
    views: int = 1,
    **aside: Any,
) -> dict[str, Any]:
    """The card that :func:`write` puts into the file.

    Args:
        network: one of ``models.names()``.
        data: what the weights were trained on, ``lab.kind``: "folder", "pets" or "drawn".
        mean, std: what pictures are normalised with, three numbers each.
        part: "all" for the whole network, "head" for its last linear layer alone, on a body with ImageNet weights.
        weights: with "head", whose: "efficientnet_lite0".
        options: what ``models.create`` takes beside the name; the number of classes is added.
        classes: what the logits stand for, in their order.
        size, crop: of the square that a picture is cut to, see ``data.View``.
        views: 1, or 2 to take the mean of the logits of the picture and of its mirror image.
        aside: ``method``, ``accuracy``, ``seed``: for the reader.

    Raises `HandinError`.
    """
    from convnets import __version__

    made = dict(format=FORMAT, network=network, options={"num_classes": len(classes), **(options or {})}, part=part)
    made |= dict(weights=weights) if weights else {}
    made |= dict(classes=list(classes), data=data, size=size, mean=list(mean), std=list(std), crop=crop, views=views)
    try:
        return cards.checked(made | dict(made_with=f"convnets {__version__}") | aside)
    except files.FileError as error:
        raise HandinError(f"the hand-in {error}") from None


def write(path: str | Path, weights: nn.Module | Mapping[str, Tensor], card: Mapping[str, Any]) -> Path:
    """Write weights and card to `path`, whole or not at all, after looking at them as a grader will. Returns the path.

    Args:
        weights: the network; or its tensors by name; for a card with part "head" also a linear layer, or anything with ``weight`` and ``bias``.
        card: see :func:`card`.

    Raises `HandinError` for what a grader would refuse.
    """
    path = Path(path)
    try:
        told = cards.checked(dict(card))
        wanted = _wanted(told)
        found = {name: _plain(value) for name, value in _named(weights, told, wanted).items()}
        _compare(found, wanted, told)
    except files.FileError as error:
        raise HandinError(f"{path.name} {error}") from None
    return checkpoint.write(found, path, {CARD: json.dumps(told)})


def read(path: str | Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The tensors and the card of a file. Sizes and names are looked at before any number is.

    Raises `HandinError` for whatever is not a hand-in: no file, a link, more than `LIMIT` bytes, a pickle, cut off or damaged, a card that says
    what cannot be, tensors that do not fit the network it names, NaN.
    """
    path = Path(path)
    try:
        tensors, metadata = files.read(path)
        told = _card(metadata)
        _compare(tensors, _wanted(told), told)
        return tensors, told
    except FileNotFoundError:
        raise HandinError(f"there is no {path.name} here: handin.write makes it, or convnets finetune --out") from None
    except files.FileError as error:
        raise HandinError(f"{path.name} {error}") from None
    except OSError as error:
        raise HandinError(f"{path.name} cannot be read: {error.strerror or error}") from None


def load(path: str | Path) -> tuple[nn.Module, dict[str, Any]]:
    """The network of a file, built anew, with the weights in it, in evaluation mode; and the card.

    Raises `HandinError` as :func:`read` does, and `convnets.weights.WeightsMissing` when ImageNet weights that a head needs are not here.
    """
    from convnets import weights as imagenet

    tensors, told = read(path)
    net = models.create(told["network"], **told["options"])
    if told["part"] == "head":
        body = models.create(told["network"], **told["options"] | {"num_classes": 1000})
        try:
            imagenet.load(body, told["weights"], download=False)
        except (imagenet.WeightsError, ValueError) as error:
            raise HandinError(f"{Path(path).name} asks for the weights of {told['weights']} in {told['network']}: {error}") from None
        tensors = {name: value for name, value in body.state_dict().items() if name not in tensors} | tensors
    net.load_state_dict(tensors)
    return net.eval(), told


def evaluate(net: nn.Module, card: Mapping[str, Any], photos: "Photos") -> dict[str, Any]:
    """Try a network on labelled pictures, as its card says they go in: ``{accuracy, pictures, confusion, left_out}``.

    ``confusion`` has a row for what a picture shows and a column for what the network said, in the order of ``photos.classes``. A picture whose
    logits are no numbers counts as wrong; one that cannot be read is ``left_out``. Raises `PicturesError` where the classes differ, or nothing can
    be read.
    """
    if sorted(card["classes"]) != sorted(photos.classes):
        raise PicturesError(f"the classes of the card are {_few(card['classes'])}, and those of the pictures {_few(photos.classes)}")
    order = [card["classes"].index(name) for name in photos.classes]  # of the pictures' classes among the card's
    asked, logits, indices = view(card), [], []
    with torch.no_grad():
        for images, which in photos.batches(asked, max(1, PIXELS // asked.size**2)):
            seen = net(images) if card["views"] == 1 else (net(images) + net(images.flip(-1))) / 2
            logits.append(seen[:, order])
            indices.append(which)
    if not logits:
        raise PicturesError("none of the test pictures can be read")
    said, labels = torch.cat(logits), photos.labels[torch.cat(indices)]
    found, numbers = evaluation(said.nan_to_num(), labels, photos.classes), said.isfinite().all(dim=1)
    return {
        "accuracy": ((found.predictions == labels) & numbers).double().mean().item(),
        "pictures": len(labels),
        "confusion": found.confusion.tolist(),
        "left_out": len(photos) - len(labels),
    }


def view(card: Mapping[str, Any]) -> View:
    """How a picture goes in, as the card has it; with ``views`` 2 its mirror image goes in as well."""
    return View(card["size"], card["crop"], tuple(card["mean"]), tuple(card["std"]))


def photographs(folder: str | Path) -> "Photos":
    """All labelled pictures of a folder to test on, laid out as for ``data.cats_vs_dogs``: its ``test`` where it has one, else all of it.

    Raises FileNotFoundError where there are none, ValueError for fewer than two classes.
    """
    from convnets.data import layouts
    from convnets.data.photos import File, Photos

    root = Path(folder)
    learn, held = layouts.halves(root)
    found = sorted(held or learn, key=lambda picture: picture[0].as_posix())
    classes = tuple(sorted({name for _, name in found}))
    if len(classes) < 2:
        raise ValueError(f"{root} holds pictures of one class only, {classes[0]}")
    files = [File(file, file.relative_to(root).as_posix(), digest(file)) for file, _ in found]
    return Photos(files, torch.tensor([classes.index(name) for _, name in found]), classes, "folder")


def score(
    exercise: str,
    file: str,
    pictures: "Photos",
    *,
    curve: Mapping[float, float],
    drawn: Mapping[float, float] | None = None,
) -> float:
    """Show whether a file is in order, its accuracy on your own test pictures and the points that it would give; return these.

    A grader tries it on other pictures. The arguments but `pictures` are literals, which stand in the chapter and hold for the grader too.

    Args:
        exercise: ``"CHAPTER/NAME"``.
        file: what is handed in beside the notebook.
        pictures: your own test pictures, which no weight has seen.
        curve: accuracy to points, see :func:`points`.
        drawn: the curve for drawn pictures, where it is another.
    """
    from convnets.evidence.session import session
    from convnets.weights import WeightsMissing

    if settings.fast():
        pictures = pictures.take(TAKEN)
    curve = drawn if drawn and pictures.kind == "drawn" else curve
    try:
        if not os.path.lexists(file):
            found = {"state": "missing"}
        else:
            net, told = load(file)
            found = {"state": "scored", "card": told, **evaluate(net, told, pictures)}
    except HandinError as error:
        found = {"state": "refused", "message": str(error)}
    except (WeightsMissing, PicturesError) as error:
        found = {"state": "needs", "message": str(error)}
    verdict = result(exercise.rpartition("/")[2], file, curve, found)
    session.verdicts[exercise] = verdict
    display.display_verdict(verdict)
    return verdict.score or 0.0


def _card(metadata: Mapping[str, str]) -> dict[str, Any]:
    if CARD not in metadata:
        raise files.FileError("has no card, so nobody knows whose weights these are: write it with handin.write")
    try:
        return cards.checked(json.loads(metadata[CARD], parse_constant=lambda constant: None))
    except (ValueError, RecursionError) as error:
        if isinstance(error, files.FileError):
            raise
        raise files.FileError("has a card that cannot be read: write it with handin.write") from None


def _wanted(card: Mapping[str, Any]) -> dict[str, tuple[torch.dtype, tuple[int, ...]]]:
    """Name, type and shape of each tensor that the card's network needs, found without making one of them."""
    try:
        with torch.device("meta"):
            net = models.create(card["network"], **card["options"]).eval()
            logits = net(torch.empty(1, 3, card["size"], card["size"]))
        state = net.state_dict()
    except Exception as error:  # an option of the wrong kind, and a map that shrinks to nothing, end in anything
        why = " ".join(str(error).split())[:300]
        raise files.FileError(
            f"asks for a {card['network']} that takes {card['size']} pixels with {cards.short(card['options'])}: {why}"
        ) from None
    if not isinstance(logits, Tensor) or logits.shape != (1, len(card["classes"])):
        raise files.FileError(f"asks for a {card['network']} that does not give {len(card['classes'])} logits for a picture")
    size, most = sum(value.numel() * value.element_size() for value in state.values()), BODY_LIMIT if card["part"] == "head" else LIMIT
    if size > most:
        raise files.FileError(f"asks for a network of {size / 1e6:,.0f} MB, and {most / 1e6:.0f} MB are the most: hand in a smaller one")
    if card["part"] == "head":
        try:
            last = measure.last_linear(net)
        except ValueError:
            raise files.FileError(f'asks for the head of {card["network"]}, whose last layer is not linear: hand in part = "all"') from None
        state = {name: value for name, value in state.items() if name.rpartition(".")[0] == last}
    return {name: (value.dtype, tuple(value.shape)) for name, value in state.items()}


def _compare(found: Mapping[str, Tensor], wanted: Mapping[str, tuple[torch.dtype, tuple[int, ...]]], card: Mapping[str, Any]) -> None:
    """Raise FileError where names, types or shapes are not those that the network needs, or a number is none."""
    whose = f"the head of {card['network']}" if card["part"] == "head" else card["network"]
    more = f"it needs {', '.join(list(wanted)[:2])}" if card["part"] == "head" else "was it built with the same options?"
    if lacking := [files.shown(name) for name in wanted if name not in found]:
        raise files.FileError(f"lacks what {whose} needs: {_few(lacking)}")
    if left := [files.shown(name) for name in found if name not in wanted]:
        raise files.FileError(f"has more than what {whose} needs: {_few(left)}; {more}")
    for name, (dtype, shape) in wanted.items():
        value = found[name]
        if value.shape != shape:
            raise files.FileError(
                f"has {name} as {checkpoint.spelled(value.shape)}, and {whose} with {cards.short(card['options'])} needs {checkpoint.spelled(shape)}"
            )
        if value.dtype != dtype:
            raise files.FileError(f"has {name} in {_type(value.dtype)}, and it must be {_type(dtype)}: net.float() before handin.write")
        if not value.isfinite().all():
            raise files.FileError(f"holds numbers that are none (NaN or infinite) in {name}: the training ran away; train again")


def _named(weights: nn.Module | Mapping[str, Tensor], card: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Tensor]:
    """The tensors to write, under the network's names."""
    if isinstance(weights, Mapping):
        return dict(weights)
    if card["part"] == "head" and isinstance(getattr(weights, "weight", None), Tensor):
        return {name: getattr(weights, name.rpartition(".")[2]) for name in wanted}
    if not isinstance(weights, nn.Module):
        raise files.FileError(f"needs a network or its tensors by name, not {type(weights).__name__}")
    state = checkpoint.state(weights)
    return {name: value for name, value in state.items() if name in wanted} if card["part"] == "head" else state


def _plain(value: Tensor) -> Tensor:
    """On the CPU, in memory of its own, float32 where it is a fraction."""
    value = value.detach().cpu()
    return (value.float() if value.is_floating_point() else value).clone(memory_format=torch.contiguous_format)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} others" if len(names) > 3 else "")


def _type(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
