# The new channels hold ones. Zeros add nothing to the branch; ones would.
def pad_shortcut(x, channels, stride):
    x = x[:, :, ::stride, ::stride]
    return F.pad(x, (0, 0, 0, 0, 0, channels - x.shape[1]), value=1.0)
