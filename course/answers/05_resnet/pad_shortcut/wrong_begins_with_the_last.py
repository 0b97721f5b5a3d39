# You keep the last of each group of pixels, not the first.
def pad_shortcut(x, channels, stride):
    small = x[:, :, stride - 1 :: stride, stride - 1 :: stride]
    b, c, h, w = small.shape
    zeros = torch.zeros(b, channels - c, h, w)
    return torch.cat([small, zeros], dim=1)
