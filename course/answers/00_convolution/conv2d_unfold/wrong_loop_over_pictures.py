# A loop goes over the pictures. `@` multiplies a matrix with a whole batch of matrices at once.
def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    kh, kw = weight.shape[2:]
    rows = (x.shape[2] + 2 * padding - kh) // stride + 1
    columns = (x.shape[3] + 2 * padding - kw) // stride + 1
    windows = F.unfold(x, (kh, kw), padding=padding, stride=stride)
    y = torch.stack([weight.flatten(1) @ columns_of_one + bias[:, None] for columns_of_one in windows])
    return y.reshape(len(x), -1, rows, columns)
