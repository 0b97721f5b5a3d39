def learned(net, X):
    net(X)  # lazy layers find out their sizes here
    return sum(p.numel() for p in net.parameters())


def dense_parameters(channels, height, width, units):
    return learned(nn.Sequential(nn.Flatten(), nn.LazyLinear(units)), torch.zeros(1, channels, height, width))


def conv_parameters(c_in, c_out, kernel):
    return learned(nn.Sequential(nn.LazyConv2d(c_out, kernel_size=kernel)), torch.zeros(1, c_in, kernel, kernel))


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    X = torch.zeros(1, c_in, height, width)
    Y = F.unfold(X, kernel)  # a column for each position of the window
    units = c_out * Y.shape[-1]
    return (X[0].numel() + 1) * units
