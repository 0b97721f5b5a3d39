# What comes back holds 64-bit numbers. F.conv2d gives what it is given, 32-bit floats: let torch.zeros choose the type.
def conv2d_loops(x, weight, bias, stride=1, padding=0):
    x = F.pad(x, (padding, padding, padding, padding))
    c_out, _, kernel, _ = weight.shape
    rows = (x.shape[1] - kernel) // stride + 1
    columns = (x.shape[2] - kernel) // stride + 1
    y = torch.zeros(c_out, rows, columns, dtype=torch.float64)
    for o in range(c_out):
        for i in range(rows):
            for j in range(columns):
                window = x[:, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
                y[o, i, j] = (window * weight[o]).sum() + bias[o]
    return y
