"""Train a network and test it: the plain loop, with what a classroom needs around it.

>>> digits = data.load("digits")
>>> history = fit(net, digits, **DIGITS)
>>> evaluate(net, digits.test)
accuracy 98.5% (15 of 1,000 wrong), loss 0.054
"""

import math
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from functools import partial
from itertools import islice
from time import perf_counter

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.parameter import is_lazy
from torch.utils.data import DataLoader

from convnets.base import device as devices
from convnets.base import progress as progress_bars
from convnets.base import settings
from convnets.base.names import unknown
from convnets.data import Pictures, Splits, random_shift
from convnets.measure import evaluating, macs
from convnets.train.given import Given, Loaded, batched
from convnets.train.results import Evaluation, History, evaluation

DIGITS = dict(epochs=20, batch_size=64, lr=0.05, weight_decay=2e-3, schedule="one-cycle", augment=random_shift)
"""Brings LeNet-5 past 98 % of the 1,000 held-out digits: ``fit(net, load("digits"), **DIGITS)``."""

BUDGET = dict(epochs=16, batch_size=64, lr=0.05, weight_decay=5e-4, schedule="one-cycle", augment=random_shift)
"""The course's common budget: 1,008 updates of 64 pictures of ``load("digits_on_photos")``, on which all networks are compared.

Epochs and batch size are fixed, the rest is a start that suits most. ``lineage.fit`` trains under it and keeps the result.
"""

SCHEDULES: dict[str, Callable[[float], float]] = {  # share of the training done -> share of the learning rate to use
    "constant": lambda done: 1.0,
    "step": lambda done: 0.1 ** int(3 * done),  # a tenth of it after each third
    "cosine": lambda done: (1 + math.cos(math.pi * done)) / 2,
    "one-cycle": lambda done: min(4 * done, (4 - 4 * done) / 3),  # up for a quarter of the way, then down to nothing
}
OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "sgd": torch.optim.SGD,
    "rmsprop": partial(torch.optim.RMSprop, alpha=0.9, eps=1e-3),  # decay 0.9: Szegedy et al. 2015 ("Rethinking"), section 8
    "adam": lambda params, momentum, **how: torch.optim.Adam(params, betas=(momentum, 0.999), **how),
    "adamw": lambda params, momentum, **how: torch.optim.AdamW(params, betas=(momentum, 0.999), **how),
}
FAST_EPOCHS, FAST_BATCHES = 2, 2  # a whole training in fast mode
ENOUGH = 40e6  # multiply-accumulates of a layer and a batch from which a second thread pays for being waited for (bench threads)
LOOK_EVERY = 50  # updates between two looks at the loss; each makes a GPU wait


def fit(
    net: nn.Module,
    pictures: Splits | Given,
    *,
    epochs: int,
    batch_size: int = 64,
    lr: float = 0.05,
    momentum: float = 0.9,
    weight_decay: float = 5e-4,
    optimizer: str | Callable[..., torch.optim.Optimizer] = "sgd",
    schedule: str | Callable[[float], float] = "constant",
    label_smoothing: float = 0.0,
    auxiliary: float = 0.3,
    clip: float | None = None,
    augment: Callable[[Tensor], Tensor] | None = None,
    groups: Iterable[dict] | None = None,
    test: Given | None = None,
    after_epoch: Callable[[History], None] | None = None,
    seed: int = 0,
    device: torch.device | str | None = None,
    progress: bool = True,
) -> History:
    """Train `net` in place: gradient descent, batch by batch, on the cross-entropy of its logits.

    Ctrl-C (the stop button in Jupyter) ends the training early and keeps what was learned. In fast mode (``CONVNETS_FAST=1``)
    only a few updates are made. On a CUDA GPU the pictures go through in bfloat16. On a CPU a network of small layers, on which two
    threads would mostly wait for each other, is trained by one, so that it also comes out the same on any number of cores.

    Args:
        net: pictures (B, C, H, W) -> logits (B, K). It stays on the device it is trained on. One with auxiliary heads returns, in
            training mode only, a tuple: its own logits, then those of each head.
        pictures: what to learn from: of the course, where `Splits` bring their own `test`; or a pair of tensors (images, labels), a Dataset
            or a DataLoader of such pairs, whose own batches are then taken as they come.
        epochs: how often to go over all of them, each time in a new order.
        batch_size, lr, momentum, weight_decay: of each update. Adam's momentum is its first beta.
        optimizer: one of ``OPTIMIZERS``, or a class that takes parameters and these three.
        schedule: how `lr` changes on the way: one of ``SCHEDULES``, or a function from the share of the training done
            (0..1) to the share of `lr` to use.
        label_smoothing: the share of each target that is spread over all classes (ε in Szegedy et al. 2015, section 7).
        auxiliary: what the loss of each auxiliary head counts, where the network has some (0.3: Szegedy et al. 2014, "Going deeper
            with convolutions", section 5). The history shows the network's own loss alone.
        clip: shorten the gradient (2-norm over all parameters) to this where it is longer.
        augment: changes each batch of images at random, say ``data.random_shift``.
        groups: parameter groups as torch.optim takes them, ``[{"params": ..., "lr": ...}, ...]``, rather than one of all.
        test: pictures to try after each epoch.
        after_epoch: called with the history so far after each epoch, say ``plot.live()``.
        seed: decides the order, the augmentation and dropout (through ``torch.manual_seed``); not how `net` starts.
        device: where to train; the fastest at hand if left out.
        progress: show a bar.

    Raises:
        ValueError: the network does not take such pictures, gives too few scores, or has nothing to learn; or no epoch is asked for;
            or there is no such device.
        TypeError: what was given is no network, or are no pictures.
        FloatingPointError: the loss is no longer a number.
    """
    if epochs < 1 or batch_size < 1:
        raise ValueError(f"epochs={epochs} and batch_size={batch_size} must be at least 1.")
    if isinstance(pictures, Splits):
        pictures, test = pictures.train, pictures.test if test is None else test
    its_own = isinstance(pictures, DataLoader)
    device, pictures = devices.pick(device), batched(pictures)
    batches = len(pictures) if its_own else math.ceil(len(pictures) / batch_size)
    if settings.fast():
        epochs, batches = min(epochs, FAST_EPOCHS), min(batches, FAST_BATCHES)
    if isinstance(pictures, Pictures):
        pictures = pictures.to(device)
    first = _first(net, pictures, device)
    _lay_out(net, first)
    make = optimizer if callable(optimizer) else _known("optimizer", optimizer, OPTIMIZERS)
    descent = make(groups or _learnable(net), lr=lr, momentum=momentum, weight_decay=weight_decay)
    peaks = [group["lr"] for group in descent.param_groups]
    share = schedule if callable(schedule) else _known("schedule", schedule, SCHEDULES)
    precision = torch.autocast("cuda", torch.bfloat16) if device.type == "cuda" else nullcontext()
    small = device.type == "cpu" and torch.get_num_threads() > 1 and _work(net, first[0]) * batch_size < ENOUGH
    torch.manual_seed(seed)
    start = perf_counter()
    with torch.enable_grad(), devices.one_thread(small), progress_bars.bar(epochs * batches, progress) as bar:
        history = History(device=devices.describe(device))
        try:
            for epoch in range(epochs):
                net.train()
                running = Running(device)
                shuffled = pictures.batches(batch_size, shuffle=True, seed=1000 * seed + epoch)
                for images, labels in islice(shuffled, batches):
                    images, labels = images.to(device), labels.to(device)
                    for group, peak in zip(descent.param_groups, peaks, strict=True):
                        group["lr"] = peak * share(history.updates / (epochs * batches))
                    if augment:
                        images = augment(images)
                    descent.zero_grad()
                    with precision:
                        logits, *of_heads = _each(net(images))
                        loss, *others = (functional.cross_entropy(y, labels, label_smoothing=label_smoothing) for y in (logits, *of_heads))
                    (loss + auxiliary * sum(others) if others else loss).backward()
                    if clip:
                        nn.utils.clip_grad_norm_(net.parameters(), clip)
                    descent.step()

                    running.add(loss, logits, labels)
                    history.updates += 1
                    bar.update()
                    if history.updates % LOOK_EVERY == 0:
                        bar.set_postfix_str(f"loss {_finite(loss.item(), lr):.3f}", refresh=False)
                history.loss.append(_finite(running.loss, lr))
                history.accuracy.append(running.accuracy)
                if test is not None:
                    result = evaluate(net, test, device=device)
                    history.test_loss.append(result.loss)
                    history.test_accuracy.append(result.accuracy)
                    bar.set_description(f"epoch {epoch + 1} of {epochs}, test accuracy {result.accuracy:.1%}")
                history.seconds = perf_counter() - start
                if after_epoch:
                    after_epoch(history)
        except KeyboardInterrupt:
            history.interrupted = True
            print(f"Stopped in epoch {len(history.loss) + 1} of {epochs}. What was learned is kept.")
        finally:
            net.to(memory_format=torch.contiguous_format)
    history.seconds = perf_counter() - start
    return history


def evaluate(net: nn.Module, pictures: Given, *, batch_size: int = 500, device: torch.device | str | None = None) -> Evaluation:
    """Try `net` on labelled pictures, whatever :func:`fit` takes, in evaluation mode and without gradients; it is left in the mode it was in.

    Raises `ValueError` when the network does not take such pictures, or gives fewer scores than there are classes.
    """
    device, pictures = devices.pick(device), batched(pictures)
    _try_out(net, _first(net, pictures, device))
    with evaluating(net), torch.no_grad(), torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
        found = [(net(images.to(device)).float().cpu(), labels.cpu()) for images, labels in pictures.batches(batch_size)]
    logits, labels = map(torch.cat, zip(*found, strict=True))
    return evaluation(logits, labels, pictures.classes or tuple(map(str, range(logits.shape[1]))))


class Running:
    """Mean loss and accuracy of the batches so far: added up many at a time, which costs a small network nothing, and where they
    lie, so that a GPU need not wait for them."""

    TOGETHER = 64

    def __init__(self, device: torch.device) -> None:
        self.total = torch.zeros((), device=device)
        self.correct = torch.zeros((), device=device, dtype=torch.int64)
        self.seen = 0
        self.waiting: list[tuple[Tensor, Tensor, Tensor]] = []

    def add(self, loss: Tensor, logits: Tensor, labels: Tensor) -> None:
        self.waiting.append((loss.detach(), logits.detach(), labels))
        self.seen += len(labels)
        if len(self.waiting) == self.TOGETHER:
            self._add_up()

    def _add_up(self) -> None:
        if self.waiting:
            losses, logits, labels = zip(*self.waiting, strict=True)
            sizes = torch.tensor([len(batch) for batch in labels], device=self.total.device)
            self.total += (torch.stack(losses) * sizes).sum()
            self.correct += (torch.cat(logits).argmax(dim=1) == torch.cat(labels)).sum()
            self.waiting.clear()

    @property
    def loss(self) -> float:
        self._add_up()
        return self.total.item() / self.seen

    @property
    def accuracy(self) -> float:
        self._add_up()
        return self.correct.item() / self.seen


def _each(scores: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """The network's logits, and those of its auxiliary heads if it gave some."""
    return scores if isinstance(scores, tuple) else (scores,)


def _known(kind: str, name: str, table: dict[str, Callable]) -> Callable:
    if name not in table:
        raise unknown(kind, name, table, ", ".join(table))
    return table[name]


def _learnable(net: nn.Module) -> list[nn.Parameter]:
    learnable = [p for p in net.parameters() if p.requires_grad]
    if not learnable:
        raise ValueError(
            "the network has nothing to learn: all is frozen, or its layers stand in a plain list (nn.ModuleList makes them known)."
        )
    return learnable


def _work(net: nn.Module, images: Tensor) -> float:
    """Multiply-accumulates for one picture in a layer of the network, on average."""
    layers = sum(p.dim() > 1 for p in net.parameters())
    return macs(net, tuple(images.shape[1:])) / max(layers, 1)


def _first(net: nn.Module, pictures: Pictures | Loaded, device: torch.device) -> tuple[Tensor, Tensor]:
    """Two pictures, and all labels that are known, on the device of the network, which is moved there. Raises TypeError for no network."""
    if not isinstance(net, nn.Module):
        what = (
            f"{net.__name__} is a class, no network yet: build one, {net.__name__}(...)"
            if isinstance(net, type)
            else f"no network: {net!r}"
        )
        raise TypeError(what)
    net.to(device)
    images, labels = next(pictures.batches(2))
    return images[:2].to(device), getattr(pictures, "labels", labels)


def _lay_out(net: nn.Module, first: tuple[Tensor, Tensor]) -> None:
    """Try the network out, with its weights channels last in memory: a sixth to a third less time on a processor, and more on a GPU.

    A network that reads its maps as they lie, ``x.view(len(x), -1)``, does not take that, and is left as it is.
    """
    if any(map(is_lazy, net.parameters())):  # they get their shapes here, before anything is asked of them
        _try_out(net, first)
    if first[0].device.type in ("cpu", "cuda"):
        net.to(memory_format=torch.channels_last)
        try:
            _try_out(net, first)
        except (ValueError, NotImplementedError):
            net.to(memory_format=torch.contiguous_format)
        else:
            return
    _try_out(net, first)


def _try_out(net: nn.Module, first: tuple[Tensor, Tensor]) -> None:
    """Send two pictures ahead of the rest, and say plainly what does not fit."""
    images, labels = first
    channels = images.shape[1]
    try:
        with evaluating(net), torch.no_grad():
            scores = net(images)
    except NotImplementedError:  # an exercise still to be written: let it speak
        raise
    except (RuntimeError, ValueError, TypeError, IndexError) as error:
        size = " x ".join(map(str, images.shape[1:]))
        raise ValueError(
            f"the network does not take pictures of {size}: {error}. Does its first layer expect {channels} "
            f"channel{'s' * (channels != 1)}, and its first linear layer as many features as the last map holds?"
        ) from error
    if isinstance(scores, tuple):
        raise ValueError(
            f"in evaluation mode the network gives {len(scores)} outputs rather than its logits alone. Auxiliary heads belong to "
            "training: return them only `if self.training`."
        )
    low, high = int(labels.min()), int(labels.max())
    if low < 0:
        raise ValueError(f"labels must count from 0 up; these go from {low} to {high}.")
    if scores.ndim != 2 or scores.shape[1] <= high:
        raise ValueError(
            f"the network gives scores of shape {tuple(scores.shape)} for {len(images)} pictures; labels up to {high} need "
            f"({len(images)}, {high + 1}) or more. Is it built with num_classes={high + 1}, and are its maps flattened?"
        )


def _finite(loss: float, lr: float) -> float:
    if math.isfinite(loss):
        return loss
    raise FloatingPointError(
        f"the loss became {loss}: the steps were too large, and the weights have run away. Build the network anew, then try a "
        f"lower learning rate (lr={lr / 10:g} rather than {lr:g}) or clip=1.0, and see that the pictures are normalised."
    )
