from collections import OrderedDict
from functools import partial


def linear_to_conv(m: nn.Linear, kernel_size: int = 1) -> nn.Conv2d:
    with torch.no_grad():
        conv = nn.Conv2d(m.weight.shape[1] // kernel_size**2, m.weight.shape[0], kernel_size, bias=m.bias is not None)
        conv.weight = nn.Parameter(m.weight.detach().clone().unflatten(1, conv.weight.shape[1:]))
        conv.bias = nn.Parameter(m.bias.detach().clone())
    return conv


def convolutional(head, side):
    make = partial(linear_to_conv, kernel_size=side)
    out = OrderedDict()
    for name, m in head.named_children():
        if isinstance(m, nn.Linear):
            out["conv" + name], make = make(m), linear_to_conv
        elif not isinstance(m, nn.Flatten):
            out["layer" + name] = m
    return nn.Sequential(out)
