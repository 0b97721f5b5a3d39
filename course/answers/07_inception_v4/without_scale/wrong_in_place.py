# You scale the given layer itself. Make a new one; the given layer stays as it was.
def without_scale(linear, scale, lr, weight_decay):
    with torch.no_grad():
        linear.weight.mul_(scale)
        linear.bias.mul_(scale)
    return linear, scale**2 * lr, weight_decay / scale**2
