# Your new convolution has no bias, so everything that batch norm adds is lost. It needs one, even if the old one has none.
def fold(conv, bn):
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, conv.stride, conv.padding, groups=conv.groups, bias=conv.bias is not None)
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    new.weight.data = conv.weight.data * factor.view(-1, 1, 1, 1)
    if conv.bias is not None:
        new.bias.data = (conv.bias - bn.running_mean) * factor + bn.bias
    return new
