from functools import partial

from torch import Tensor


class Permute(nn.Module):
    def __init__(self, dims: list[int]) -> None:
        super().__init__()
        self.dims = dims

    def forward(self, x: Tensor) -> Tensor:
        return torch.permute(x, self.dims)


def as_convolution(linear: nn.Linear) -> nn.Conv2d:
    has_bias = linear.bias is not None
    layer = partial(nn.Conv2d, kernel_size=1, stride=1, padding=0)(linear.in_features, linear.out_features, bias=has_bias)
    with torch.no_grad():
        for mine, theirs in zip(layer.parameters(), linear.parameters()):
            mine.copy_(theirs.view_as(mine))
    return layer


def at_every_pixel(linear: nn.Linear, x: Tensor) -> Tensor:
    return nn.Sequential(Permute([0, 2, 3, 1]), linear, Permute([0, 3, 1, 2]))(x)
