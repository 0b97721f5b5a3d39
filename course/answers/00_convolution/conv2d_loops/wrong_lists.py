# A list of lists comes back. The result is a tensor of shape (C_out, H_out, W_out): torch.tensor(...), or torch.stack of tensors.
def conv2d_loops(x, weight, bias, stride=1, padding=0):
    x = F.pad(x, (padding, padding, padding, padding))
    c_out, _, kernel, _ = weight.shape
    rows = (x.shape[1] - kernel) // stride + 1
    columns = (x.shape[2] - kernel) // stride + 1
    y = torch.zeros(c_out, rows, columns)
    for o in range(c_out):
        for i in range(rows):
            for j in range(columns):
                window = x[:, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
                y[o, i, j] = (window * weight[o]).sum() + bias[o]
    return y.tolist()
