"""The ways of `finetune.run`."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property, partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from convnets import handin, models, weights
from convnets.base import device as devices
from convnets.base.interrupts import unbroken
from convnets.base.names import unknown
from convnets.data import Photos, View
from convnets.lab import features
from convnets.lab.freezing import freeze, groups, unfreeze
from convnets.lab.head import Head, fit_head
from convnets.lab.result import Result
from convnets.lab.tuning import Varied, warm_cosine
from convnets.measure import last_linear
from convnets.train import fit
from convnets.train.results import Evaluation, History, evaluation

if TYPE_CHECKING:
    from convnets.data import Lab

BEST_SIZE = 256
IMAGENET_DOGS, IMAGENET_CATS = slice(151, 269), slice(281, 286)  # Chihuahua to Mexican hairless; tabby to Egyptian cat
SCRATCH = ("resnet20_cifar", {"width": 0.5}, 64)  # network, options, size


METHODS = {
    "probe": "a linear classifier on the features of a frozen network: each picture is seen once, and what ImageNet knows of cats and dogs is a hint",
    "finetune": "the probe, then the last stages learn along, one more in every epoch, with small steps",
    "scratch": "a small network that knows nothing, on small pictures",
    "best": "the probe on larger pictures and their mirror images: two and a half times the work; where we compared them it was no better",
}


@dataclass(frozen=True)
class Learned:
    """What a method leaves: a network, and how pictures go into it."""

    net: nn.Module
    views: tuple[View, ...]
    card: dict[str, Any]
    head: Head | None = None  # where the rest of the network is the frozen one, whose features may be kept already


@dataclass
class Run:
    """One run of one method, its seconds noted stage by stage."""

    lab: "Lab"
    method: str
    body: str
    device: torch.device
    seed: int
    epochs: int | None
    progress: bool
    keep: bool
    stages: list[tuple[str, float]] = field(default_factory=list)
    interrupted: bool = False

    def result(self) -> Result:
        """Learn, and test; once something is learned, Ctrl-C ends the test and loses nothing."""
        start = perf_counter()
        # or nobody could save it
        handin.card(self.body, data=self.lab.kind, mean=handin.HALVES, std=handin.HALVES, classes=self.lab.classes)
        learned = getattr(self, self.method)()
        seen = []
        try:
            if self.interrupted:
                print("What was learned until then is tested now; Ctrl-C ends the test.")
            with self._stage("testing" if learned.head is None else "features of the test pictures"):
                seen = self._seen(self.lab.test, learned.views, learned.net if learned.head is None else None)
        except KeyboardInterrupt:
            self.interrupted = True
        with unbroken():
            if not seen:
                print("Stopped before a test picture was looked at: nobody knows yet how good this network is.")
            found, names = self._evaluation(learned, seen)
            if names:
                learned.card["accuracy"] = found.accuracy
            return Result(
                self.method,
                learned.net.eval(),
                learned.card,
                found,
                names,
                learned.views,
                devices.describe(self.device),
                perf_counter() - start,
                self.stages,
                learned.head,
                self.interrupted,
            )

    def probe(self) -> Learned:
        return self._probe((self._view(),))

    def best(self) -> Learned:
        return self._probe((self._view(BEST_SIZE), self._view(BEST_SIZE, mirror=True)))

    def finetune(self) -> Learned:
        """The probe's head first: a head that knows nothing would tear up the body with its first gradients."""
        view, lab = self._view(), self.lab
        with self._stage("a head on frozen features"):
            head = self._head((view,))
        net = self._with_head(head)
        parts = [part for part in net.children() if any(True for _ in part.parameters())][:-1]

        last = net.get_submodule(last_linear(net))

        def thaw(epoch: int) -> None:
            freeze(net)
            for part in [*parts[-2 - epoch :], last]:
                unfreeze(part, norms=False)

        epochs = self.epochs or 3
        thaw(epochs - 1)
        learning = groups(net, lr=0.01)  # what stands still has no gradient, and is left alone until its epoch
        thaw(0)
        if not self.interrupted:
            with self._stage("fine-tuning"):
                more = dict(groups=learning, after_epoch=lambda history: thaw(len(history.loss)))
                self._train(net, Varied(lab.train, view), epochs=epochs, batch_size=16, lr=0.01, weight_decay=1e-4, **more)
        unfreeze(net)
        return Learned(net, (view,), self._card((view,)))

    def scratch(self) -> Learned:
        name, options, size = SCRATCH
        torch.manual_seed(self.seed)
        net = models.create(name, num_classes=len(self.lab.classes), **options)
        with self._stage("reading"):
            mean, std = _mean_and_std(self.lab.train)
            view = View(size, 1.0, mean, std)
        with self._stage("training"):
            how = dict(epochs=self.epochs or 40, batch_size=32, lr=0.1, label_smoothing=0.1)
            if not self._train(net, Varied(self.lab.train, view, keep=True), **how).loss:  # a network that knows nothing is no result
                raise KeyboardInterrupt
        return Learned(net, (view,), self._card((view,), network=name, options=options))

    def _train(self, net: nn.Module, pictures: Varied, **recipe: Any) -> History:
        descent = partial(torch.optim.SGD, nesterov=True)
        how = dict(optimizer=descent, schedule=warm_cosine, seed=self.seed, device=self.device, progress=self.progress)
        history = fit(net, pictures, **how, **recipe)
        net.cpu()
        self.interrupted = history.interrupted
        return history

    def _probe(self, views: tuple[View, ...]) -> Learned:
        head = self._head(views)
        return Learned(self._with_head(head), views, self._card(views), head)

    def _head(self, views: tuple[View, ...]) -> Head:
        """On the features of all views; those of one picture stay in one fold."""
        with self._stage("features of the training pictures"):
            seen = self._seen(self.lab.train, views)
        with self._stage("the head"):
            rows = torch.arange(len(seen[0])).repeat(len(seen))
            values, labels = (torch.cat([getattr(each, what) for each in seen]) for what in ("values", "labels"))
            known = hints(self._trunk[2], self.lab.classes, values, labels)
            return fit_head(values, labels, num_classes=len(self.lab.classes), groups=rows, hints=known, seed=self.seed)

    def _seen(self, photos: Photos, views: tuple[View, ...], net: nn.Module | None = None) -> list[features.Features]:
        """What the frozen network, or `net`, says of each view. After Ctrl-C of the first pictures, of as many in every view."""
        found, body, keep = [], net or self._trunk[0], self.keep and net is None
        for view in views:
            try:
                each = features.extract(photos, body, view=view, device=self.device, keep=keep, progress=self.progress)
            except KeyboardInterrupt:  # before there was anything of this view
                if not found:
                    raise
                self.interrupted = True
                break
            found.append(each)
            if each.interrupted:
                self.interrupted = True
                print(f"Stopped after {len(each):,} of {len(photos):,} pictures: these are used{', and kept for the next time' * keep}.")
                break
        shortest = min(map(len, found))
        return [each.take(shortest) for each in found]

    def _view(self, size: int = View.size, mirror: bool = False) -> View:
        mean, std = weights.normalisation(self.body)
        return View(size, mean=mean, std=std, mirror=mirror)

    def _with_head(self, head: Head) -> nn.Module:
        net, layer = deepcopy(self._trunk[0]), nn.Linear(*reversed(head.weight.shape))
        layer.load_state_dict(dict(weight=head.weight, bias=head.bias))
        net.set_submodule(self._trunk[1], layer)
        return net.eval()

    @cached_property
    def _trunk(self) -> tuple[nn.Module, str, nn.Linear]:
        """The network with ImageNet weights, its last layer taken out; what that one is called; and that one."""
        net = weights.pretrained(self.body)
        name = last_linear(net)
        last = net.get_submodule(name)
        return features.headless(net), name, last

    def _card(self, views: tuple[View, ...], network: str | None = None, options: dict[str, Any] | None = None) -> dict[str, Any]:
        view = views[0]
        return handin.card(
            network or self.body,
            options=options if network else weights.OPTIONS.get(self.body),
            data=self.lab.kind,
            classes=self.lab.classes,
            size=view.size,
            crop=view.crop,
            mean=view.mean,
            std=view.std,
            views=len(views),
            method=self.method,
            seed=self.seed,
        )

    def _evaluation(self, learned: Learned, seen: list[features.Features]) -> tuple[Evaluation, tuple[str, ...]]:
        """`seen` are the test pictures in each view; none, where Ctrl-C came before."""
        if not seen:
            nothing = torch.empty(0, dtype=torch.int64)
            return evaluation(torch.empty(0, len(self.lab.classes)), nothing, self.lab.classes), ()
        logits = [learned.head(each.values) if learned.head else each.values for each in seen]
        return evaluation(torch.stack(logits).mean(dim=0), seen[0].labels, self.lab.classes), seen[0].names

    @contextmanager
    def _stage(self, what: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.stages.append((what, perf_counter() - start))


def run(
    lab: "Lab",
    method: str = "probe",
    *,
    body: str = "efficientnet_lite0",
    device: torch.device | str | None = None,
    seed: int = 0,
    epochs: int | None = None,
    progress: bool = True,
    keep: bool = True,
) -> Result:
    """Learn from ``lab.train``, and try it on ``lab.test``.

    Ctrl-C ends a stage early, and what has been learned until then is used; in the test it ends the test, and the network is there all the
    same. `KeyboardInterrupt` is raised where nothing was learned yet. Features that were computed are kept on disk for the next
    time (``features.extract``).

    Args:
        lab: what ``data.cats_vs_dogs`` gives; any classes.
        method: one of ``METHODS``.
        body: a network of the course for which there are ImageNet weights. "scratch" does not use it.
        device: where to compute; the fastest at hand if left out.
        seed: decides folds, orders, augmentation, and how a network starts from scratch.
        epochs: for the methods that train; their own if left out.
        progress: show bars.
        keep: look for features on disk, and put them there.

    Raises `UnknownName` for another method, and what `weights.load` and `features.extract` raise.
    """
    if method not in METHODS:
        raise unknown("method", method, METHODS, ", ".join(METHODS))
    return Run(lab, method, body, devices.pick(device), seed, epochs, progress, keep).result()


def _mean_and_std(photos: Photos, most: int = 1000) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Of each channel, over a thousand pictures at most."""
    chosen = random.Random(0).sample(range(len(photos)), min(most, len(photos)))
    pictures = photos[chosen].read(32)
    return tuple(round(v, 4) for v in pictures.mean), tuple(round(v, 4) for v in pictures.std)


def hints(classifier: nn.Linear, classes: tuple[str, ...], values: torch.Tensor, labels: torch.Tensor) -> torch.Tensor | None:
    """The direction (1, D) from cats to dogs that ImageNet's classifier knows already. None for other classes.

    118 of its thousand classes are breeds of dogs, and 5 are cats. Each counts as much as the pictures (features (N, D)) of its kind are
    like it: the slope of the logarithm of the summed exponentials of its kind's logits, at these pictures.
    """
    if classes != ("cat", "dog") or len(classifier.weight) != 1000:
        return None
    with torch.no_grad():
        kinds = []
        for label, kind in enumerate((IMAGENET_CATS, IMAGENET_DOGS)):
            rows = classifier.weight[kind]
            like = (values[labels == label] @ rows.T + classifier.bias[kind]).softmax(dim=1).mean(dim=0)
            kinds.append(like @ rows)
    return (kinds[1] - kinds[0])[None]
