# You stretch by input channel. Batch norm stands behind the convolution: each filter, the first dimension of the weights, has its own factor.
def fold(conv, bn):
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, stride=conv.stride, padding=conv.padding, groups=conv.groups)
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    new.weight.data = conv.weight.data * factor[: conv.weight.shape[1]].view(1, -1, 1, 1)
    new.bias.data = (bias - bn.running_mean) * factor + bn.bias
    return new
