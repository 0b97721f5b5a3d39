"""ImageNet weights for a network that you wrote: those of an installed package, and those that torchvision offers.

>>> net = weights.load(my_resnet18(), "resnet18")  # fetches 45 MB, once
>>> logits = net(weights.prepare("resnet18")(photo)[None])
>>> weights.best(logits[0])
[('Egyptian cat', 0.39), ('tabby', 0.28), ...]

Those of EfficientNet-Lite0 are here already: ``weights.load(net, "efficientnet_lite0")``. A file of torchvision's is fetched only when asked for, goes on where an earlier attempt broke off, and is checked against the hash in its name.
One that was put into the folder by hand, or that torchvision has fetched before, is found. The weights go into any network that
is built as theirs is, whatever its layers are called; that it gives equal outputs is then tried.
"""

import http.client
import re
import urllib.error
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from convnets import measure
from convnets.base import settings
from convnets.base.files import digest
from convnets.base.names import unknown
from convnets.weights.fetching import receive
from convnets.weights.pouring import WeightsError, compare, pour
from convnets.weights.shipped import SHIPPED

if TYPE_CHECKING:
    from torchvision.models import WeightsEnum

VERSION = "IMAGENET1K_V1"  # torchvision's first weights of each network, close to its paper's results
OWN_INPUT = ("googlenet", "inception_v3", *SHIPPED)  # trained on pixels with mean and standard deviation 0.5, not with ImageNet's
HALVES, IMAGENET = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)), ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))  # mean, standard deviation
OPTIONS = {f"resnet{depth}": {"stride_on": "3x3"} for depth in (50, 101, 152)}  # of ours, where torchvision's differs from the paper's


class WeightsMissing(ConnectionError):
    """The weights are not here, and were not fetched. The message says what to do."""


@dataclass(frozen=True)
class Source:
    """Where weights are to be had."""

    name: str  # of the network, torchvision's
    version: str
    url: str
    megabytes: float

    @property
    def file(self) -> str:
        return self.url.rsplit("/", 1)[-1]

    @property
    def hash(self) -> str:
        """The first digits of the file's SHA-256, which stand in its name: ``resnet18-f37072fd.pth``."""
        return re.search(r"-([0-9a-f]{8,})\.", self.file).group(1)

    @property
    def path(self) -> Path:
        return folder() / self.file

    @property
    def where_to_put(self) -> str:
        return f"{self.url} ({self.megabytes:.0f} MB), fetched by other means, belongs into {folder()} under that name"


def names() -> list[str]:
    """What has weights in an installed package; then torchvision's classification networks, by the names it gives them."""
    from torchvision import models

    return [*SHIPPED, *models.list_models(module=models)]


def normalisation(name: str) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Mean and standard deviation of each channel that pixels 0..1 were normalised with where these weights were trained.

    A fact of the weights, not of the network: others give numbers that look right and are not.

    >>> normalisation("efficientnet_lite0"), normalisation("resnet18")
    (((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)), ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    """
    if name not in SHIPPED and name not in names():
        raise unknown("network with ImageNet weights", name, names(), "convnets.weights.names()")
    return HALVES if name in OWN_INPUT else IMAGENET


def classes() -> tuple[str, ...]:
    """The names of ImageNet's 1,000 classes, in the order of the logits. They come with torchvision: no network is needed."""
    from torchvision.models import ResNet18_Weights

    return tuple(ResNet18_Weights[VERSION].meta["categories"])


def prepare(name: str, version: str = VERSION) -> Callable[[object], Tensor]:
    """What a network's pictures go through before it: scaled, its middle cut out, normalised as in its training.

    The function returned takes a PIL image or a uint8 tensor (3, H, W), and gives (3, 224, 224); of some networks more.
    Raises `UnknownName`.
    """
    if name in SHIPPED:
        return SHIPPED[name].transform(*normalisation(name))
    mean, std = normalisation(name)
    return _entry(name, version).transforms(mean=mean, std=std)


def best(logits: Tensor, n: int = 5) -> list[tuple[str, float]]:
    """The `n` likeliest of ImageNet's classes and their probabilities, of one picture's logits (1000,)."""
    found = logits.softmax(dim=0).topk(n)
    return [(classes()[i], p) for i, p in zip(found.indices.tolist(), found.values.tolist(), strict=True)]


def folder() -> Path:
    """Where weights are kept, and looked for."""
    return settings.home() / "weights"


def find(name: str, version: str = VERSION) -> Path | None:
    """The file of a network's weights, if it is here: in its package, in :func:`folder`, or where torch keeps what torchvision fetched."""
    return SHIPPED[name].find() if name in SHIPPED else _here(_source(name, version))


def fetch(name: str, version: str = VERSION) -> Path:
    """The file of a network's weights, fetched if it is not here. Raises as :func:`load` does."""
    if name in SHIPPED:
        return SHIPPED[name].path()
    source = _source(name, version)
    return _here(source) or _fetch(source)


def load(net: nn.Module, name: str, version: str = VERSION, *, download: bool = True) -> nn.Module:
    """Put the ImageNet weights of a network into `net`, in place, and return it in evaluation mode.

    Tensors go by name where all names agree; otherwise layer by layer in the order in which they run, each into the next one of its
    shape, and a batch norm with the convolution before it. Then both networks look at one picture: equal outputs prove that `net` is
    the published network, and anything without weights (an activation, a stride) that is not where it should be shows.

    Args:
        net: takes pictures (B, 3, 224, 224), puts out 1,000 logits. Its layers are modules; a weight used in ``functional.conv2d`` is not found.
        name: what torchvision calls the network: "resnet18"; or "efficientnet_lite0", whose weights an installed package holds.
        version: which of its weights.
        download: fetch the file if it is not here.

    Raises:
        UnknownName: there are no weights of such a network, or not in this version.
        WeightsMissing: a `ConnectionError`: the file is not here, and cannot be fetched or should not be.
        WeightsError: the file is not what it should be; or the network differs. Then `net` is as it was.
    """
    reference = SHIPPED[name].reference() if name in SHIPPED else _torchvisions(_source(name, version), download)
    before = {key: value.clone() for key, value in net.state_dict().items()}
    try:
        pour(reference, net)
        compare(reference, net, name)
    except WeightsError:
        net.load_state_dict(before)
        raise
    return net.eval()


def pretrained(name: str = "efficientnet_lite0", num_classes: int | None = None, *, download: bool = True) -> nn.Module:
    """The course's own network with its ImageNet weights, in evaluation mode; with `num_classes` its last layer is a fresh one.

    Raises as :func:`load` and `models.create` do.
    """
    from convnets import models

    if name in SHIPPED:
        net = SHIPPED[name].reference()
    else:
        net = load(models.create(name, **OPTIONS.get(name, {})), name, download=download)
    if num_classes is not None:
        last = measure.last_linear(net)
        net.set_submodule(last, nn.Linear(net.get_submodule(last).in_features, num_classes))
    return net


def _entry(name: str, version: str) -> "WeightsEnum":
    from torchvision import models

    if name not in names():
        raise unknown("network with ImageNet weights", name, names(), "convnets.weights.names()")
    versions = models.get_model_weights(name).__members__
    if version not in versions:
        raise unknown(f"version of {name}'s weights", version, versions, ", ".join(versions))
    return versions[version]


def _source(name: str, version: str) -> Source:
    entry = _entry(name, version)
    return Source(name, version, entry.url, entry.meta["_file_size"])


def _here(source: Source) -> Path | None:
    for path in (source.path, Path(torch.hub.get_dir(), "checkpoints", source.file)):
        if path.is_file():
            if digest(path).startswith(source.hash):
                return path
            print(f"{path} is not what its name says (its SHA-256 does not begin with {source.hash}), so it is left aside. Delete it.")
    return None


def _fetch(source: Source) -> Path:
    """Fetch into a `.part` file, from where an earlier attempt ended, and give it its name when it is whole."""
    print(f"{source.name}: fetching {source.megabytes:.0f} MB into {folder()}, once")
    part = source.path.with_name(source.path.name + ".part")
    try:
        folder().mkdir(parents=True, exist_ok=True)
        receive(source.url, part)
    except (OSError, http.client.HTTPException) as error:
        reason = error if isinstance(error, urllib.error.HTTPError) else getattr(error, "reason", error)
        kept = f" What has arrived is kept in {part.name}." if part.exists() else ""
        raise WeightsMissing(
            f"The weights of {source.name} could not be fetched ({str(reason).strip() or type(error).__name__}).{kept} "
            f"Try again with a network; or {source.where_to_put}."
        ) from None
    found = digest(part)
    if not found.startswith(source.hash):
        part.unlink()
        raise WeightsError(
            f"What came from {source.url} is not the file it should be: its SHA-256 begins with {found[:8]}, not {source.hash}. "
            "It was removed; try again."
        )
    part.replace(source.path)
    return source.path


def _torchvisions(source: Source, download: bool) -> nn.Module:
    """torchvision's own network with its weights, in evaluation mode."""
    path = _here(source)
    if path is None and not download:
        raise WeightsMissing(f"The weights of {source.name} are not here. download=True fetches them once; or {source.where_to_put}.")
    return _reference(source, path or _fetch(source))


def _reference(source: Source, path: Path) -> nn.Module:
    """torchvision's own network with the weights of the file, in evaluation mode."""
    from torchvision import models

    options = dict(init_weights=False) if source.name in OWN_INPUT else {}
    net = models.get_model(source.name, weights=None, **options)
    try:
        net.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    except Exception as error:  # a damaged file can end in anything
        raise WeightsError(f"{path} holds no weights of {source.name}: {str(error).splitlines()[0]}") from None
    return net.eval()
