# You divide weights and bias by the scale. Without the scale they must be smaller, not larger.
def without_scale(linear: nn.Conv2d, scale: float, lr: float, weight_decay: float) -> tuple[nn.Conv2d, float, float]:
    conv = nn.Conv2d(linear.in_channels, linear.out_channels, 1)
    with torch.no_grad():
        conv.weight.copy_(linear.weight / scale)
        conv.bias.copy_(linear.bias / scale)
    return conv, scale**2 * lr, weight_decay / scale**2
