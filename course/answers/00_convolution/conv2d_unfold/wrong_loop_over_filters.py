# A loop goes over the filters. Each is a row of one matrix, weight.flatten(1), so one product does them all.
def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    rows = (x.shape[2] + 2 * padding - kh) // stride + 1
    columns = (x.shape[3] + 2 * padding - kw) // stride + 1
    windows = F.unfold(x, (kh, kw), padding=padding, stride=stride)
    y = torch.stack([(w.flatten() @ windows) + b for w, b in zip(weight, bias)], dim=1)
    return y.reshape(len(x), -1, rows, columns)
