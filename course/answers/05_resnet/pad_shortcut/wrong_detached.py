# The result is detached: the gradient cannot come back along the shortcut, which is half of its purpose.
def pad_shortcut(x, channels, stride):
    small = x[:, :, ::stride, ::stride].detach()
    b, c, h, w = small.shape
    zeros = torch.zeros(b, channels - c, h, w)
    return torch.cat([small, zeros], dim=1)
