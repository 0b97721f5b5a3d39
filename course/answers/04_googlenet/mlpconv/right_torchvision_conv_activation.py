from functools import partial

from torch import Tensor


class ConvActivation(nn.Sequential):
    def __init__(self, in_channels: int, out_channels: int, kernel_size: int = 1, activation_layer=partial(nn.ReLU, inplace=True)) -> None:
        padding = (kernel_size - 1) // 2
        super().__init__(nn.Conv2d(in_channels, out_channels, kernel_size, 1, padding), activation_layer())
        self.out_channels = out_channels


class MLPConv(nn.Module):
    def __init__(self, c_in: int, filters: list[int], kernel: int) -> None:
        super().__init__()
        self.features = nn.Sequential()
        for idx, width in enumerate(filters):
            self.features.add_module(f"conv{idx}", ConvActivation(c_in, width, 1 if idx else kernel))
            c_in = self.features[-1].out_channels

    def forward(self, x: Tensor) -> Tensor:
        return self.features(x)
