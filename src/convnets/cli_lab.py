"""`convnets finetune` and `convnets predict`: the lab from the command line."""

import argparse
import errno
import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convnets.data import Lab
    from convnets.finetune import Result

METHODS = ("probe", "finetune", "scratch", "best")
DEVICES = ("cpu", "cuda", "mps")


def add(command: Callable[[str, Callable, str], argparse.ArgumentParser]) -> None:
    """Enter the two commands."""
    tune = command(
        "finetune", finetune, "teach a network that knows ImageNet to tell the pictures of a folder apart; try it, write it to a file"
    )
    tune.add_argument(
        "--data",
        metavar="FOLDER",
        help="pictures: FOLDER/cat and FOLDER/dog, or train/ and test/ with these in them, or cat.0.jpg ...; "
        '"pets" fetches Oxford-IIIT Pet (default: CONVNETS_CATS_DOGS, or drawn pictures)',
    )
    tune.add_argument("--test", metavar="FOLDER", help="pictures to test on (default: FOLDER/test, or a fifth of them)")
    tune.add_argument("--out", metavar="FILE", help="write the network here, as safetensors: the file to hand in")
    tune.add_argument("--method", choices=METHODS, default="probe", help="how (default: probe, a linear classifier on frozen features)")
    tune.add_argument(
        "--body", metavar="NETWORK", default="efficientnet_lite0", help="the network to start from (default: efficientnet_lite0)"
    )
    tune.add_argument("--device", help="cpu, cuda or mps (default: the fastest at hand)")
    tune.add_argument("--epochs", metavar="N", type=_at_least_one, help="for the methods that train (default: their own)")
    tune.add_argument("--seed", metavar="N", type=int, default=0, help="decides the split, and whatever is drawn at random (default: 0)")
    tune.add_argument("--json", action="store_true", help="end with one line of JSON: accuracy, seconds, confusion, method, device ...")
    tune.add_argument("--predictions", action="store_true", help="say of each test picture what it shows and what the network says")

    say = command("predict", predict, "say what pictures show, by a file that finetune wrote")
    say.add_argument("file", metavar="FILE", help="the file")
    say.add_argument("pictures", metavar="PICTURE", nargs="+", help="a picture's file")
    say.add_argument("--json", action="store_true", help="one line of JSON for each picture")


def _plainly(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """What is wrong with files, folders and names in one line."""

    @wraps(run)
    def running(args: argparse.Namespace) -> int:
        try:
            return run(args)
        except (ValueError, FloatingPointError, ConnectionError) as error:
            message = str(error)
        except OSError as error:
            if error.filename is not None:
                raise
            message = str(error)
        print(f"convnets: {message}", file=sys.stderr)
        return 1

    return running


@_plainly
def finetune(args: argparse.Namespace) -> int:
    """Load, learn, test, write."""
    from convnets import data, finetune

    device = _device(args.device)
    if args.out:
        _ready(Path(args.out))
    pets = args.data == "pets"
    lab = data.cats_vs_dogs(None if pets else args.data, test=args.test, seed=args.seed, download=pets)
    print(lab)
    print(f"\n{args.method}: {finetune.METHODS[args.method]}", flush=True)
    result = finetune.run(lab, args.method, body=args.body, device=device, seed=args.seed, epochs=args.epochs)
    _show(lab, result, args.predictions and not args.json)
    try:
        if args.out:
            print(f"written: {result.save(args.out)}")
    except OSError as error:
        raise ValueError(f"{args.out} cannot be written ({error.strerror}): run it again with another --out") from None
    finally:
        if args.json:
            print(json.dumps(result.as_json() | (dict(predictions=result.predictions) if args.predictions else {})))
    return 0


@_plainly
def predict(args: argparse.Namespace) -> int:
    """One line a picture; the code is 1 when one of them could not be read."""
    from convnets import finetune

    predictor, failed = finetune.load(args.file), 0
    for picture in args.pictures:
        try:
            found = predictor(picture)
        except (ValueError, OSError) as error:
            print(f"convnets: {error}", file=sys.stderr)
            failed = 1
            continue
        (said, probability), *_ = found
        print(
            json.dumps(dict(picture=picture, said=said, probabilities=dict(found)))
            if args.json
            else f"{picture}\t{said}\t{probability:.1%}"
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


def _ready(out: Path) -> None:
    """Find out whether a file can be written before the work is done, not after it."""
    if out.is_dir():
        raise ValueError(f"{out} is a folder: name a file in it, --out {out / 'submission.safetensors'}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(out.parent, os.W_OK):
            raise PermissionError(errno.EACCES, "no permission")
    except OSError as error:
        raise ValueError(f"{out} cannot be written ({error.strerror}): choose another --out") from None


def _at_least_one(text: str) -> int:
    if (n := int(text)) < 1:
        raise ValueError
    return n
