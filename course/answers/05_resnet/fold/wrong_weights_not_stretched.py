# Only the bias has changed. Each filter must be multiplied by its γ / √(σ² + ε), too.
def fold(conv, bn):
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, stride=conv.stride, padding=conv.padding, groups=conv.groups)
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    new.weight.data = conv.weight.data
    new.bias.data = (bias - bn.running_mean) * factor + bn.bias
    return new
