def conv2d_loops(x, weight, bias, stride=1, padding=0):
    c_in, height, width = x.shape
    padded = torch.zeros(c_in, height + 2 * padding, width + 2 * padding)
    padded[:, padding : padding + height, padding : padding + width] = x
    c_out, _, f, _ = weight.shape
    h_out = (height + 2 * padding - f) // stride + 1
    w_out = (width + 2 * padding - f) // stride + 1
    p, w = padded.tolist(), weight.tolist()
    y = torch.zeros(c_out, h_out, w_out)
    for o in range(c_out):
        for i in range(h_out):
            for j in range(w_out):
                total = float(bias[o])
                for c in range(c_in):
                    for u in range(f):
                        for v in range(f):
                            total += w[o][c][u][v] * p[c][i * stride + u][j * stride + v]
                y[o, i, j] = total
    return y
