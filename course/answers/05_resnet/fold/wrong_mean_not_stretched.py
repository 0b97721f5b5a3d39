# You take μ away after the stretching. It is taken away before, so it is stretched by γ / σ as well.
def fold(conv, bn):
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, stride=conv.stride, padding=conv.padding, groups=conv.groups)
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    new.weight.data = conv.weight.data * factor.view(-1, 1, 1, 1)
    new.bias.data = bias * factor - bn.running_mean + bn.bias
    return new
