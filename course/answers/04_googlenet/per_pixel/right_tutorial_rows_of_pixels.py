def as_convolution(linear):
    weight = linear.weight.detach().clone()
    conv = nn.Conv2d(weight.size(1), weight.size(0), kernel_size=1, bias=False)
    conv.weight = nn.Parameter(weight.unsqueeze(2).unsqueeze(3))
    if linear.bias is not None:
        conv.bias = nn.Parameter(linear.bias.detach().clone())
    return conv


def at_every_pixel(linear, x):
    # a list of pixels goes in, a list of pixels comes out
    pictures = []
    for picture in x:
        pixels = picture.view(picture.size(0), -1).t()
        pictures.append(linear(pixels).t().unflatten(1, picture.shape[1:]))
    return torch.stack(pictures)
