# You multiply by the layer's weights yourself. at_every_pixel is to call `linear`: whatever layer is handed in does the work.
def as_convolution(linear):
    conv = nn.Conv2d(linear.in_features, linear.out_features, 1, bias=linear.bias is not None)
    conv.weight.data = linear.weight.data[:, :, None, None].clone()
    if linear.bias is not None:
        conv.bias.data = linear.bias.data.clone()
    return conv


def at_every_pixel(linear, x):
    y = torch.einsum("bchw,kc->bkhw", x, linear.weight)
    return y if linear.bias is None else y + linear.bias[:, None, None]
