# You added ε to bn.running_var where it stands, so bn is another one afterwards. Both are to stay as they were: write `bn.running_var + bn.eps`.
def fold(conv, bn):
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, stride=conv.stride, padding=conv.padding, groups=conv.groups)
    factor = bn.weight / bn.running_var.add_(bn.eps).sqrt()
    bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    new.weight.data = conv.weight.data * factor.view(-1, 1, 1, 1)
    new.bias.data = (bias - bn.running_mean) * factor + bn.bias
    return new
