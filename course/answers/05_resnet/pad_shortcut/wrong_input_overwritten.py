# You set the dropped pixels of x itself to 0. `x` is to stay as it was.
def pad_shortcut(x, channels, stride):
    kept = torch.zeros_like(x, dtype=torch.bool)
    kept[:, :, ::stride, ::stride] = True
    x.data[~kept] = 0
    small = x[:, :, ::stride, ::stride]
    b, c, h, w = small.shape
    return torch.cat([small, torch.zeros(b, channels - c, h, w)], dim=1)
