# counts what a real layer does, by a hook on it
def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    net = nn.Sequential(nn.Conv2d(c_in, c_out, kernel_size=kernel, groups=groups, bias=bias))
    return sum(param.numel() for _, param in net.named_parameters())


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    net = nn.Sequential(nn.Conv2d(c_in, c_out, kernel_size=kernel, stride=stride, padding=padding, groups=groups))
    macs = []

    def count(layer, inputs, output):
        macs.append(output[0].numel() * layer.in_channels // layer.groups * layer.kernel_size[0] * layer.kernel_size[1])

    net[0].register_forward_hook(count)
    with torch.no_grad():
        net(torch.zeros(1, c_in, height, width))
    return sum(macs)
