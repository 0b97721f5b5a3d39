# You take one number of kernel_size, stride and padding for both directions. Each is a pair; hand it on whole.
def fold(conv, bn):
    side, step, edge = conv.kernel_size[0], conv.stride[0], conv.padding[0]
    new = nn.Conv2d(conv.in_channels, conv.out_channels, side, stride=step, padding=edge, groups=conv.groups)
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    new.weight.data = conv.weight.data * factor.view(-1, 1, 1, 1)
    new.bias.data = (bias - bn.running_mean) * factor + bn.bias
    return new
