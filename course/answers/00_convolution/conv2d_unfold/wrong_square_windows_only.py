# The windows are taken to be square: they are F_h rows by F_w columns, the last two sizes of weight.
def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    rows = (x.shape[2] + 2 * padding - kh) // stride + 1
    columns = (x.shape[3] + 2 * padding - kh) // stride + 1
    windows = F.unfold(x, kh, padding=padding, stride=stride)
    y = weight.flatten(1) @ windows + bias[:, None]
    return y.reshape(len(x), -1, rows, columns)
