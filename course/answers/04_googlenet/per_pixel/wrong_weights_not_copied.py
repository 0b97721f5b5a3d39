# You made a convolution of the right size, and left it with random weights. Copy those of the linear layer.
def as_convolution(linear):
    conv = nn.Conv2d(linear.in_features, linear.out_features, 1, bias=linear.bias is not None)
    torch.manual_seed(0)
    nn.init.normal_(conv.weight)
    if linear.bias is not None:
        conv.bias.data = linear.bias.data.clone()
    return conv


def at_every_pixel(linear, x):
    return linear(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
