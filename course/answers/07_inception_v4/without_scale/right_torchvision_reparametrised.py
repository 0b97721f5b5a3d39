from functools import partial

conv1x1 = partial(nn.Conv2d, kernel_size=1)


def without_scale(linear: nn.Conv2d, scale: float, lr: float, weight_decay: float):
    conv = conv1x1(linear.in_channels, linear.out_channels, bias=linear.bias is not None)
    for mine, given in zip(conv.parameters(), linear.parameters()):
        mine.data = given.detach() * scale
    factor = scale * scale
    return conv, lr * factor, weight_decay / factor
