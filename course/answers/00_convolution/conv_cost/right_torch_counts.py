def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    with torch.device("meta"):
        layer = nn.Conv2d(c_in, c_out, kernel, groups=groups, bias=bias)
    return sum(p.numel() for p in layer.parameters())


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    with torch.device("meta"):
        layer = nn.Conv2d(c_in, c_out, kernel, stride, padding, groups=groups, bias=False)
        y = layer(torch.empty(1, c_in, height, width))
    return y.numel() * layer.weight[0].numel()
