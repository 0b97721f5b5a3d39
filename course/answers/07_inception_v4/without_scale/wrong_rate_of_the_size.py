# The learning rate is multiplied by the size of the scale, without its sign and not squared.
def without_scale(linear: nn.Conv2d, scale: float, lr: float, weight_decay: float) -> tuple[nn.Conv2d, float, float]:
    """A convolution that learns without a scale exactly what `linear` learns with one, and its learning rate and weight decay."""
    conv = nn.Conv2d(linear.in_channels, linear.out_channels, 1)
    with torch.no_grad():
        conv.weight.copy_(scale * linear.weight)
        conv.bias.copy_(scale * linear.bias)
    return conv, abs(scale) * lr, weight_decay / scale**2
