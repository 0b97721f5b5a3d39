# The new convolution does not have the groups of the old one.
def fold(conv, bn):
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, stride=conv.stride, padding=conv.padding)
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    new.weight.data = (conv.weight.data * factor.view(-1, 1, 1, 1)).repeat(1, conv.groups, 1, 1) / conv.groups
    new.bias.data = (bias - bn.running_mean) * factor + bn.bias
    return new
