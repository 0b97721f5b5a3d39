# Half of the zeros stand in front, as some copies of ResNet have it. Here all of them come behind the old channels.
def pad_shortcut(x, channels, stride):
    x = x[:, :, ::stride, ::stride]
    extra = channels - x.shape[1]
    return F.pad(x, (0, 0, 0, 0, extra // 2, extra - extra // 2))
