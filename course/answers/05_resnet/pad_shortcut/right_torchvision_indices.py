import math

from torch import Tensor


class Pad(nn.Module):
    def __init__(self, channels: int, stride: int) -> None:
        super().__init__()
        self.channels, self.stride = channels, stride

    def forward(self, x: Tensor) -> Tensor:
        size = [math.ceil(n / self.stride) for n in x.shape[-2:]]
        rows, columns = (torch.arange(n) * self.stride for n in size)
        x = x[..., rows[:, None], columns]
        return nn.functional.pad(x, [0, 0, 0, 0, 0, self.channels - x.shape[-3]])


def pad_shortcut(x: Tensor, channels: int, stride: int) -> Tensor:
    return Pad(channels, stride)(x)
