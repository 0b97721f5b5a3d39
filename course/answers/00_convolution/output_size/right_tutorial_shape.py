def output_size(size, kernel, stride=1, padding=0):
    # let PyTorch cut a row of zeros into windows, and count them
    row = torch.zeros(1, 1, size)
    row = nn.ConstantPad1d(padding, 0.0)(row)
    return row.unfold(-1, kernel, stride).size(-2)
