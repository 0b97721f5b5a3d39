from torch import Tensor


def _scale_and_shift(bn: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    scale = bn.weight * (bn.running_var + bn.eps).rsqrt()
    return scale, bn.bias - bn.running_mean * scale


def fold(conv: nn.Conv2d, bn: nn.BatchNorm2d) -> nn.Conv2d:
    kwargs = {name: getattr(conv, name) for name in ("kernel_size", "stride", "padding", "dilation", "groups", "padding_mode")}
    fused = nn.Conv2d(conv.in_channels, conv.out_channels, bias=True, **kwargs)
    scale, shift = _scale_and_shift(bn)
    state = {"weight": conv.weight * scale.reshape(-1, 1, 1, 1), "bias": shift if conv.bias is None else shift + scale * conv.bias}
    fused.load_state_dict(state)
    return fused
