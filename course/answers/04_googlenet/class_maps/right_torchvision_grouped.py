from torch import Tensor


def class_maps(maps: Tensor, linear: nn.Linear, labels: Tensor) -> Tensor:
    """A convolution with one group for each picture: the pictures side by side in the channels."""
    b, c, h, w = maps.shape
    weight, bias = linear.weight.index_select(0, labels), linear.bias.index_select(0, labels)
    return F.conv2d(maps.reshape(1, b * c, h, w), weight.view(b, c, 1, 1), bias, groups=b).squeeze(0)
