# You find out what batch norm does by asking it, in whatever mode it is. In training mode it answers by the batch, and its running averages move. Read its numbers.
def fold(conv, bn):
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size, stride=conv.stride, padding=conv.padding, groups=conv.groups)
    n = conv.out_channels
    with torch.no_grad():
        zero, one = bn(torch.zeros(2, n, 1, 1))[0].flatten(), bn(torch.ones(2, n, 1, 1))[0].flatten()
        factor = one - zero
        bias = conv.bias if conv.bias is not None else torch.zeros(n)
        new.weight.copy_(conv.weight * factor.view(-1, 1, 1, 1))
        new.bias.copy_(bias * factor + zero)
    return new
