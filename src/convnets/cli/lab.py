"""`convnets finetune` and `convnets predict`: the lab from the command line."""

import errno
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convnets.cli.entry import at_least_one, command, option

if TYPE_CHECKING:
    from convnets.data import Lab
    from convnets.lab.finetune import Result

METHODS = ("probe", "finetune", "scratch", "best")
DEVICES = ("cpu", "cuda", "mps")


def _plainly(run: Callable[..., int]) -> Callable[..., int]:
    """What is wrong with files, folders and names in one line."""

    @wraps(run)
    def running(**values: object) -> int:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a file's name may hold what a terminal cannot show
        try:
            return run(**values)
        except BrokenPipeError:  # whoever was reading has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python writes as it ends
            return 1
        except (ValueError, FloatingPointError, ConnectionError) as error:
            message = str(error)
        except OSError as error:
            if error.filename is not None:
                raise
            message = str(error)
        print(f"convnets: {message}", file=sys.stderr)
        return 1

    return running


@command(
    option(
        "--data",
        metavar="FOLDER",
        dest="folder",
        help="pictures: FOLDER/cat and FOLDER/dog, or train/ and test/ with these in them, or cat.0.jpg ...; "
        '"pets" fetches Oxford-IIIT Pet (default: CONVNETS_CATS_DOGS, or drawn pictures)',
    ),
    option("--test", metavar="FOLDER", help="pictures to test on (default: FOLDER/test, or a fifth of them)"),
    option("--out", metavar="FILE", help="write the network here, as safetensors: the file to hand in"),
    option("--method", choices=METHODS, default="probe", help="how (default: probe, a linear classifier on frozen features)"),
    option("--body", metavar="NETWORK", default="efficientnet_lite0", help="the network to start from (default: efficientnet_lite0)"),
    option("--device", help="cpu, cuda or mps (default: the fastest at hand)"),
    option("--epochs", metavar="N", type=at_least_one, help="for the methods that train (default: their own)"),
    option("--seed", metavar="N", type=int, default=0, help="decides the split, and whatever is drawn at random (default: 0)"),
    option(
        "--json", dest="as_json", action="store_true", help="end with one line of JSON: accuracy, seconds, confusion, method, device ..."
    ),
    option("--predictions", action="store_true", help="say of each test picture what it shows and what the network says"),
)
@_plainly
def finetune(
    folder: str | None,
    test: str | None,
    out: str | None,
    method: str,
    device: str | None,
    seed: int,
    as_json: bool,
    predictions: bool,
    **how: Any,
) -> int:
    """teach a network that knows ImageNet to tell the pictures of a folder apart; try it, write it to a file"""
    from convnets import data
    from convnets.lab import finetune

    for name, value in (("--data", folder), ("--test", test)):
        if value == "":
            raise ValueError(f"{name} is empty: name a folder, or leave it out")
    device = _device(device)
    if out is not None:
        _ready(out)
    pets = folder == "pets"
    lab = data.cats_vs_dogs(None if pets else folder, test=test, seed=seed, download=pets)
    print(lab)
    print(f"\n{method}: {finetune.METHODS[method]}", flush=True)
    result = finetune.run(lab, method, device=device, seed=seed, **how)
    written, problem = _saved(result, Path(out)) if out is not None else ("", "")
    _show(lab, result, predictions and not as_json)
    if problem:
        print(f"convnets: {problem}", file=sys.stderr)
    if written:
        print(f"written: {written}")
    if as_json:
        print(json.dumps(result.as_json() | (dict(predictions=result.predictions) if predictions else {})))
    return 1 if problem else 0


@command(
    option("file", metavar="FILE", help="the file"),
    option("pictures", metavar="PICTURE", nargs="+", help="a picture's file"),
    option("--json", dest="as_json", action="store_true", help="one line of JSON for each picture"),
)
@_plainly
def predict(file: str, pictures: list[str], as_json: bool) -> int:
    """say what pictures show, by a file that finetune wrote"""
    from convnets.data.decoder import decode, quiet
    from convnets.lab import finetune

    quiet()
    predictor, failed = finetune.load(file), 0  # 1 when a picture could not be read
    for picture in pictures:
        try:
            found = predictor(decode(Path(picture), picture)[0])
        except (ValueError, OSError) as error:
            print(f"convnets: {error}", file=sys.stderr)
            failed = 1
            continue
        (said, probability), *_ = found
        print(
            json.dumps(dict(picture=picture, said=said, probabilities=dict(found))) if as_json else f"{picture}\t{said}\t{probability:.1%}"
        )
    return failed


def _show(lab: "Lab", result: "Result", predictions: bool) -> None:
    print(result)
    print("; ".join(f"{what} {seconds:.1f} s" for what, seconds in result.stages))
    wide = max(len(name) for name in lab.classes) + 2
    print(" " * (wide + 7) + "".join(f"{'said ' + name:>{wide + 5}}" for name in lab.classes))
    for name, row in zip(lab.classes, result.confusion, strict=True):
        print(f"{'shows ' + name:<{wide + 7}}" + "".join(f"{n:>{wide + 5},}" for n in row))
    if predictions:
        for p in result.predictions:
            print(f"{p['name']}\t{p['truth']}\t{p['said']}\t{p['probability']:.1%}")


def _device(name: str | None) -> str | None:
    """The name, if there is such a device here."""
    import torch

    if name is None:
        return None
    try:
        if name.partition(":")[0] not in DEVICES:
            raise RuntimeError(f"it is none of {', '.join(DEVICES)}")
        torch.empty(0, device=name)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0].partition(". ")[0]
        raise ValueError(f"no device {name!r} here ({reason}): leave --device out for the fastest there is") from None
    return name


def _ready(name: str) -> None:
    """Find out whether a file can be written before the work is done, not after it."""
    from convnets import handin

    out = Path(name)
    if out.is_dir() or name.endswith(("/", os.sep)):
        raise ValueError(f"{out} is a folder: name a file in it, --out {out / 'submission.safetensors'}")
    if os.path.lexists(out) and not (out.is_file() and not out.stat().st_size):
        try:
            handin.read(out)
        except handin.HandinError:
            raise ValueError(f"{out} is there already, and is no network that finetune wrote: choose another --out, or remove it") from None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and not os.access(out, os.W_OK):
            raise PermissionError(errno.EACCES, "it may not be changed")
        with tempfile.TemporaryFile(dir=out.parent):
            pass
    except OSError as error:
        raise ValueError(f"{out} cannot be written ({error.strerror}): choose another --out") from None


def _saved(result: "Result", out: Path) -> tuple[str, str]:
    """Write the network: where to, and what went wrong. One that was stopped early leaves the older file beside its own."""
    from convnets.base import settings
    from convnets.base.interrupts import unbroken

    with unbroken():
        older = out.with_name(f"{out.stem}.before{out.suffix}") if result.interrupted and out.exists() else None
        try:
            if older:
                os.replace(out, older)
            return f"{result.save(out)}" + (f" (what was there is now {older})" if older else ""), ""
        except (OSError, ValueError) as error:
            if older and not out.exists():
                os.replace(older, out)
            if isinstance(error, ValueError):  # nobody could hand it in, wherever it lay
                return "", str(error)
            problem = f"{out} cannot be written ({error.strerror})"
        for folder in (settings.home(), Path(tempfile.gettempdir())):
            refuge = folder / f"{out.stem}.{os.getpid()}{out.suffix}"
            try:
                return str(result.save(refuge)), f"{problem}: the network is in {refuge}, move it from there"
            except OSError:
                continue
        return "", f"{problem}, nor anywhere else: make room and run it again"
