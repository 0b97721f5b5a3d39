def fold(conv, bn):
    """What batch norm makes of 0 is the bias; what it makes of 1, less that, is the slope."""
    was = bn.training
    bn.eval()
    n = conv.out_channels
    zero, one = bn(torch.zeros(1, n, 1, 1)).flatten(), bn(torch.ones(1, n, 1, 1)).flatten()
    bn.train(was)
    slope = one - zero
    out = nn.Conv2d(conv.in_channels, n, conv.kernel_size, conv.stride, conv.padding, groups=conv.groups, bias=True)
    out.weight.data.copy_(slope.detach().reshape(n, 1, 1, 1) * conv.weight.detach())
    out.bias.data.copy_(zero.detach() + (0 if conv.bias is None else slope.detach() * conv.bias.detach()))
    return out
