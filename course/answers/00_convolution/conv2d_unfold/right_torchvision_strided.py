from torch import Tensor


def _windows(x: Tensor, window: tuple[int, int], stride: int) -> Tensor:
    """All windows as a view: (B, C, H_out, W_out, F_h, F_w)."""
    b, c, h, w = x.shape
    out = tuple((side - f) // stride + 1 for side, f in zip((h, w), window))
    sb, sc, sh, sw = x.stride()
    return x.as_strided((b, c, *out, *window), (sb, sc, sh * stride, sw * stride, sh, sw))


def conv2d_unfold(x: Tensor, weight: Tensor, bias: Tensor, stride: int = 1, padding: int = 0) -> Tensor:
    x = F.pad(x, [padding] * 4).contiguous()
    windows = _windows(x, tuple(weight.shape[2:]), stride)
    y = torch.tensordot(windows, weight, dims=([1, 4, 5], [1, 2, 3]))  # (B, H_out, W_out, C_out)
    return (y + bias).movedim(-1, 1)
