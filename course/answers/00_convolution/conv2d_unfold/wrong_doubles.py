# What comes back holds 64-bit numbers. F.conv2d gives what it is given, 32-bit floats.
def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    rows = (x.shape[2] + 2 * padding - kh) // stride + 1
    columns = (x.shape[3] + 2 * padding - kw) // stride + 1
    windows = F.unfold(x, (kh, kw), padding=padding, stride=stride)
    y = weight.double().flatten(1) @ windows.double() + bias[:, None]
    return y.reshape(len(x), -1, rows, columns)
