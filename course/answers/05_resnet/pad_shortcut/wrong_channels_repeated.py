# You fill the new channels with copies of the old ones. They should be zeros.
def pad_shortcut(x, channels, stride):
    small = x[:, :, ::stride, ::stride]
    c = small.shape[1]
    return small.repeat(1, -(-channels // c), 1, 1)[:, :channels]
