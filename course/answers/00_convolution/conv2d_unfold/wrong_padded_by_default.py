# Without a padding there is none: its default is 0.
def conv2d_unfold(x, weight, bias, stride=1, padding=1):
    kh, kw = weight.shape[2:]
    rows = (x.shape[2] + 2 * padding - kh) // stride + 1
    columns = (x.shape[3] + 2 * padding - kw) // stride + 1
    windows = F.unfold(x, (kh, kw), padding=padding, stride=stride)
    y = weight.flatten(1) @ windows + bias[:, None]
    return y.reshape(len(x), -1, rows, columns)
