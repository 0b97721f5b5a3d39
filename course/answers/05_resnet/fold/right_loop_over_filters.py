def fold(conv, bn):
    folded = nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,
        conv.stride,
        conv.padding,
        conv.dilation,
        conv.groups,
    )
    for i in range(conv.out_channels):
        sigma = float(bn.running_var[i] + bn.eps) ** 0.5
        scale = float(bn.weight[i]) / sigma
        b = 0.0 if conv.bias is None else float(conv.bias[i])
        folded.weight.data[i] = conv.weight.data[i] * scale
        folded.bias.data[i] = scale * (b - float(bn.running_mean[i])) + float(bn.bias[i])
    return folded
