# ε is missing under the root, or is always 0.00001. Take bn.eps: usually it hardly shows, but with a larger one it does.
def fold(conv, bn):
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, stride=conv.stride, padding=conv.padding, groups=conv.groups)
    factor = bn.weight / torch.sqrt(bn.running_var)
    bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    new.weight.data = conv.weight.data * factor.view(-1, 1, 1, 1)
    new.bias.data = (bias - bn.running_mean) * factor + bn.bias
    return new
