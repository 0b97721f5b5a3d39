from typing import NamedTuple

from torch import Tensor


class Axes(NamedTuple):
    values: Tensor
    vectors: Tensor


def colour_axes(images: Tensor) -> Axes:
    flat = torch.cat([image.flatten(1) for image in images], dim=1).double()
    second_moment = flat @ flat.t() / flat.size(1)
    mean = flat.mean(1)
    values, vectors = torch.linalg.eigh(second_moment - torch.outer(mean, mean))
    return Axes(values.float(), vectors.float())


class Lighting(nn.Module):
    def __init__(self, values, vectors):
        super().__init__()
        self.register_buffer("axes", vectors * values)

    def forward(self, images, alphas):
        rgb = self.axes.mul(alphas.unsqueeze(1)).sum(2)
        return images.add(rgb.view(-1, 3, 1, 1).expand_as(images))


def shift_colours(images, values, vectors, alphas):
    return Lighting(values, vectors)(images, alphas)
