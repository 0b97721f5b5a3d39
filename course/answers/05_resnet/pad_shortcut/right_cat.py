def pad_shortcut(x, channels, stride):
    small = x[:, :, ::stride, ::stride]
    b, c, h, w = small.shape
    zeros = torch.zeros(b, channels - c, h, w)
    return torch.cat([small, zeros], dim=1)
