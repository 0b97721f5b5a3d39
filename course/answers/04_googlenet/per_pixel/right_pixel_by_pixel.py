def as_convolution(linear):
    conv = nn.Conv2d(linear.in_features, linear.out_features, 1, bias=linear.bias is not None)
    conv.weight = nn.Parameter(linear.weight.detach().unsqueeze(-1).unsqueeze(-1))
    conv.bias = linear.bias
    return conv


def at_every_pixel(linear, x):
    height, width = x.shape[2:]
    rows = [torch.stack([linear(x[:, :, i, j]) for j in range(width)], dim=-1) for i in range(height)]
    return torch.stack(rows, dim=-2)
