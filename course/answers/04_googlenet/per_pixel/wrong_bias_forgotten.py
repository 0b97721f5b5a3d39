# The bias was not copied: your convolution keeps the random biases that it was born with.
def as_convolution(linear):
    conv = nn.Conv2d(linear.in_features, linear.out_features, 1, bias=linear.bias is not None)
    conv.weight.data = linear.weight.data[:, :, None, None].clone()
    if conv.bias is not None:
        torch.manual_seed(0)
        nn.init.uniform_(conv.bias, -0.1, 0.1)
    return conv


def at_every_pixel(linear, x):
    return linear(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
