# Where the stride does not divide the size you lose the last row or column. ⌈H / stride⌉ rounds up.
def pad_shortcut(x, channels, stride):
    b, c, h, w = x.shape
    small = x[:, :, : max(1, h // stride) * stride : stride, : max(1, w // stride) * stride : stride]
    return torch.cat([small, x.new_zeros(b, channels - c, *small.shape[2:])], dim=1)
