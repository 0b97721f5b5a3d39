# Your learning rate has the scale once. It comes in twice: the gradient is smaller, and the step counts less.
def without_scale(linear: nn.Conv2d, scale: float, lr: float, weight_decay: float) -> tuple[nn.Conv2d, float, float]:
    conv = nn.Conv2d(linear.in_channels, linear.out_channels, 1)
    with torch.no_grad():
        conv.weight.copy_(scale * linear.weight)
        conv.bias.copy_(scale * linear.bias)
    return conv, scale * lr, weight_decay / scale
