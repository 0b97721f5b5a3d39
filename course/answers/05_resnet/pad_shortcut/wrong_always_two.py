# You always take every second pixel, whatever the stride.
def pad_shortcut(x, channels, stride):
    small = x[:, :, ::2, ::2]
    b, c, h, w = small.shape
    zeros = torch.zeros(b, channels - c, h, w)
    return torch.cat([small, zeros], dim=1)
