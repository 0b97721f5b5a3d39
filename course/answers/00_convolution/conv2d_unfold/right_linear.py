def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    b, _, h, w = x.shape
    o, _, kh, kw = weight.shape
    columns = F.unfold(x, kernel_size=(kh, kw), padding=padding, stride=stride)
    y = F.linear(columns.transpose(1, 2), weight.reshape(o, -1), bias)  # b, windows, o
    h_out = (h + 2 * padding - kh) // stride + 1
    return y.transpose(1, 2).reshape(b, o, h_out, -1)
