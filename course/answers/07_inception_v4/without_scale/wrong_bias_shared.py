# The new convolution has the given layer's own bias, scaled in place: both share it.
def without_scale(linear: nn.Conv2d, scale: float, lr: float, weight_decay: float) -> tuple[nn.Conv2d, float, float]:
    """A convolution that learns without a scale exactly what `linear` learns with one, and its learning rate and weight decay."""
    conv = nn.Conv2d(linear.in_channels, linear.out_channels, 1)
    with torch.no_grad():
        conv.weight.copy_(scale * linear.weight)
        conv.bias = linear.bias
        conv.bias.mul_(scale)
    return conv, scale**2 * lr, weight_decay / scale**2
