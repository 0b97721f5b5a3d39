# Where the linear layer has no bias, your convolution has one all the same, and of zeros: parameters that the linear layer does not have.
def as_convolution(linear):
    conv = nn.Conv2d(linear.in_features, linear.out_features, 1)
    conv.weight.data = linear.weight.data[:, :, None, None].clone()
    conv.bias.data = linear.bias.data.clone() if linear.bias is not None else torch.zeros(linear.out_features)
    return conv


def at_every_pixel(linear, x):
    return linear(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
