def as_convolution(linear):
    num_channels, num_inputs = linear.weight.shape
    net = nn.LazyConv2d(num_channels, kernel_size=1, bias=linear.bias is not None)
    net(torch.zeros(1, num_inputs, 1, 1))
    net.weight.data[:] = linear.weight.data.reshape(num_channels, num_inputs, 1, 1)
    if linear.bias is not None:
        net.bias.data[:] = linear.bias.data
    return net


def at_every_pixel(linear, X):
    num_pictures, num_inputs, h, w = X.shape
    X = torch.transpose(X.reshape(num_pictures, num_inputs, h * w), 1, 2)
    Y = linear(X)
    return torch.transpose(Y, 1, 2).reshape(num_pictures, Y.shape[-1], h, w)
