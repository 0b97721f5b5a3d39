# view re-reads the weights in another order: a filter becomes a column by a transpose, weight.flatten(1).T, not by view(-1, C_out).
def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    rows = (x.shape[2] + 2 * padding - kh) // stride + 1
    columns = (x.shape[3] + 2 * padding - kw) // stride + 1
    windows = F.unfold(x, (kh, kw), padding=padding, stride=stride)
    y = (windows.transpose(1, 2) @ weight.reshape(-1, len(weight)) + bias).transpose(1, 2)
    return y.reshape(len(x), -1, rows, columns)
