# The zeros are float64, so everything that comes out is. Let them have the type of x: x.new_zeros, or F.pad.
def pad_shortcut(x, channels, stride):
    small = x[:, :, ::stride, ::stride]
    b, c, h, w = small.shape
    zeros = torch.zeros(b, channels - c, h, w, dtype=torch.float64)
    return torch.cat([small, zeros], dim=1)
