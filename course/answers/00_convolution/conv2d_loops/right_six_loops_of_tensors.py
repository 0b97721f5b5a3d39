def conv2d_loops(x, weight, bias, stride=1, padding=0):
    x = F.pad(x, (padding, padding, padding, padding))
    c_out, c_in, f, _ = weight.shape
    h_out = (x.shape[1] - f) // stride + 1
    w_out = (x.shape[2] - f) // stride + 1
    out = torch.zeros(c_out, h_out, w_out)
    for o in range(c_out):
        for i in range(h_out):
            for j in range(w_out):
                for c in range(c_in):
                    for u in range(f):
                        for v in range(f):
                            out[o, i, j] += weight[o, c, u, v] * x[c, i * stride + u, j * stride + v]
                out[o, i, j] += bias[o]
    return out
