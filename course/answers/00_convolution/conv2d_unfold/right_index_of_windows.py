def conv2d_unfold(x, weight, bias, stride=1, padding=0):
    x = nn.ZeroPad2d(padding)(x)
    c_out, c_in, kh, kw = weight.shape
    rows = torch.arange(0, x.shape[2] - kh + 1, stride)
    cols = torch.arange(0, x.shape[3] - kw + 1, stride)
    i = (rows[:, None] + torch.arange(kh)[None, :])[:, None, :, None]
    j = (cols[:, None] + torch.arange(kw)[None, :])[None, :, None, :]
    w = x[:, :, i, j]  # B, C, rows, cols, kh, kw
    matrix = w.permute(0, 2, 3, 1, 4, 5).reshape(len(x), -1, c_in * kh * kw)
    out = torch.matmul(matrix, weight.reshape(c_out, -1).t()) + bias
    return out.permute(0, 2, 1).reshape(len(x), c_out, len(rows), len(cols))
