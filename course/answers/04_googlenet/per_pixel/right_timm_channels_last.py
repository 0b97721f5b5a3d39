def as_convolution(linear):
    conv = nn.Conv2d(linear.in_features, linear.out_features, 1, bias=linear.bias is not None)
    state = {name: value.reshape(getattr(conv, name).shape).clone() for name, value in linear.state_dict().items()}
    conv.load_state_dict(state)
    return conv


class ChannelsLast(nn.Module):
    """Runs a layer for (..., C) on (B, C, H, W)."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x.movedim(1, 3).contiguous()).movedim(3, 1).contiguous()


def at_every_pixel(linear, x):
    return ChannelsLast(linear)(x)
