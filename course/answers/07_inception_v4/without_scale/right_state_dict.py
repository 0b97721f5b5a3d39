def without_scale(linear, scale, lr, weight_decay):
    conv = nn.Conv2d(linear.in_channels, linear.out_channels, 1)
    conv.load_state_dict({name: scale * t for name, t in linear.state_dict().items()})
    square = scale * scale
    return (conv, square * lr, weight_decay / square)
