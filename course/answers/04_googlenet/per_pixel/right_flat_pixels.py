def as_convolution(linear):
    out_features, in_features = linear.weight.shape
    conv = nn.Conv2d(in_features, out_features, kernel_size=(1, 1), bias=linear.bias is not None)
    state = {"weight": linear.weight.reshape(out_features, in_features, 1, 1)}
    if linear.bias is not None:
        state["bias"] = linear.bias
    conv.load_state_dict(state)
    return conv


def at_every_pixel(linear, x):
    b, c, h, w = x.shape
    rows = x.flatten(2).transpose(1, 2).reshape(b * h * w, c)
    return linear(rows).reshape(b, h * w, -1).transpose(1, 2).reshape(b, -1, h, w)
