# You put bn into evaluation mode and left it there: whoever goes on training does so with a batch norm that does not. The four numbers can be read in any mode.
def fold(conv, bn):
    conv.eval(), bn.eval()
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, stride=conv.stride, padding=conv.padding, groups=conv.groups)
    factor = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    new.weight.data = conv.weight.data * factor.view(-1, 1, 1, 1)
    new.bias.data = (bias - bn.running_mean) * factor + bn.bias
    return new
