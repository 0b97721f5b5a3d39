"""ImageNet weights that torchvision offers, for a network that you wrote.

>>> net = weights.load(my_resnet18(), "resnet18")  # fetches 45 MB, once
>>> logits = net(weights.prepare("resnet18")(photo)[None])
>>> weights.best(logits[0])
[('Egyptian cat', 0.39), ('tabby', 0.28), ...]

A file is fetched only when asked for, goes on where an earlier attempt broke off, and is checked against the hash in its name.
One that was put into the folder by hand, or that torchvision has fetched before, is found. The weights go into any network that
is built as theirs is, whatever its layers are called; that it gives equal outputs is then tried.
"""

import contextlib
import hashlib
import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from convnets import progress, settings
from convnets._pouring import WeightsError, compare, pour
from convnets.data.downloads import SILENCE
from convnets.names import unknown

if TYPE_CHECKING:
    from torchvision.models import WeightsEnum

VERSION = "IMAGENET1K_V1"  # torchvision's first weights of each network, close to its paper's results
CHUNK = 1 << 18  # bytes
OWN_INPUT = ("googlenet", "inception_v3")  # trained on pixels with mean and standard deviation 0.5, not with ImageNet's


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
    """torchvision's classification networks, by the names it gives them."""
    from torchvision import models

    return models.list_models(module=models)


def classes() -> tuple[str, ...]:
    """The names of ImageNet's 1,000 classes, in the order of the logits. They come with torchvision: no network is needed."""
    from torchvision.models import ResNet18_Weights

    return tuple(ResNet18_Weights[VERSION].meta["categories"])


def prepare(name: str, version: str = VERSION) -> Callable[[object], Tensor]:
    """What a network's pictures go through before it: scaled, its middle cut out, normalised as in its training.

    The function returned takes a PIL image or a uint8 tensor (3, H, W), and gives (3, 224, 224); of some networks more.
    Raises `UnknownName`.
    """
    transform = _entry(name, version).transforms
    return transform(mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5)) if name in OWN_INPUT else transform()


def best(logits: Tensor, n: int = 5) -> list[tuple[str, float]]:
    """The `n` likeliest of ImageNet's classes and their probabilities, of one picture's logits (1000,)."""
    found = logits.softmax(dim=0).topk(n)
    return [(classes()[i], p) for i, p in zip(found.indices.tolist(), found.values.tolist(), strict=True)]


def folder() -> Path:
    """Where weights are kept, and looked for."""
    return settings.home() / "weights"


def find(name: str, version: str = VERSION) -> Path | None:
    """The file of a network's weights, if it is here: in :func:`folder`, or where torch keeps what torchvision fetched."""
    return _here(_source(name, version))


def fetch(name: str, version: str = VERSION) -> Path:
    """The file of a network's weights, fetched if it is not here. Raises as :func:`load` does."""
    source = _source(name, version)
    return _here(source) or _fetch(source)


def load(net: nn.Module, name: str, version: str = VERSION, *, download: bool = True) -> nn.Module:
    """Put torchvision's ImageNet weights into `net`, in place, and return it in evaluation mode.

    Tensors go by name where all names agree; otherwise layer by layer in the order in which they run, each into the next one of its
    shape, and a batch norm with the convolution before it. Then both networks look at one picture: equal outputs prove that `net` is
    the published network, and anything without weights (an activation, a stride) that is not where it should be shows.

    Args:
        net: takes pictures (B, 3, 224, 224), puts out 1,000 logits. Its layers are modules; a weight used in ``functional.conv2d`` is not found.
        name: what torchvision calls the network: "resnet18".
        version: which of its weights.
        download: fetch the file if it is not here.

    Raises:
        UnknownName: torchvision has no such network, or no such weights.
        WeightsMissing: a `ConnectionError`: the file is not here, and cannot be fetched or should not be.
        WeightsError: the file is not what it should be; or the network differs. Then `net` is as it was.
    """
    source = _source(name, version)
    path = _here(source)
    if path is None and not download:
        raise WeightsMissing(f"The weights of {name} are not here. download=True fetches them once; or {source.where_to_put}.")
    reference = _reference(source, path or _fetch(source))
    before = {key: value.clone() for key, value in net.state_dict().items()}
    try:
        pour(reference, net)
        compare(reference, net, name)
    except WeightsError:
        net.load_state_dict(before)
        raise
    return net.eval()


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
            if _digest(path).startswith(source.hash):
                return path
            print(f"{path} is not what its name says (its SHA-256 does not begin with {source.hash}), so it is left aside. Delete it.")
    return None


def _fetch(source: Source) -> Path:
    """Fetch into a `.part` file, from where an earlier attempt ended, and give it its name when it is whole."""
    print(f"{source.name}: fetching {source.megabytes:.0f} MB into {folder()}, once")
    part = source.path.with_name(source.path.name + ".part")
    try:
        folder().mkdir(parents=True, exist_ok=True)
        _receive(source.url, part)
    except (OSError, http.client.HTTPException) as error:
        reason = error if isinstance(error, urllib.error.HTTPError) else getattr(error, "reason", error)
        kept = f" What has arrived is kept in {part.name}." if part.exists() else ""
        raise WeightsMissing(
            f"The weights of {source.name} could not be fetched ({str(reason).strip() or type(error).__name__}).{kept} "
            f"Try again with a network; or {source.where_to_put}."
        ) from None
    digest = _digest(part)
    if not digest.startswith(source.hash):
        part.unlink()
        raise WeightsError(
            f"What came from {source.url} is not the file it should be: its SHA-256 begins with {digest[:8]}, not {source.hash}. "
            "It was removed; try again."
        )
    part.replace(source.path)
    return source.path


def _receive(url: str, part: Path) -> None:
    """Append to `part` what is still missing of it. Raises `OSError` or `HTTPException` when the connection breaks."""
    start = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"User-Agent": "convnets", **({"Range": f"bytes={start}-"} if start else {})})
    try:
        reply = urllib.request.urlopen(request, timeout=SILENCE)
    except urllib.error.HTTPError as error:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:  # nothing is missing
            return
        raise
    with reply:
        going_on = reply.status == http.client.PARTIAL_CONTENT
        total = int(reply.headers.get("Content-Length") or 0)
        arrived = 0
        with part.open("ab" if going_on else "wb") as file, contextlib.closing(progress.bar(round(total / 1e6))) as bar:
            while chunk := reply.read(CHUNK):
                file.write(chunk)
                arrived += len(chunk)
                bar.update(arrived // 10**6 - bar.n)
    if arrived < total:
        raise ConnectionError(f"the connection broke after {arrived:,} of {total:,} bytes")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
