def conv_like(fc, window):
    conv = nn.LazyConv2d(fc.out_features, kernel_size=window)
    conv(torch.zeros(1, fc.in_features // window**2, window, window))
    conv.weight.data[:] = fc.weight.data.reshape(conv.weight.shape)
    conv.bias.data[:] = fc.bias.data
    return conv


def convolutional(head, side):
    windows = iter([side] + [1] * len(head))
    net = nn.Sequential()
    for i, blk in enumerate(head):
        if type(blk) == nn.Flatten:
            continue
        net.add_module(f"blk{i}", conv_like(blk, next(windows)) if type(blk) == nn.Linear else blk)
    return net
