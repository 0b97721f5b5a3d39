def without_scale(linear, scale, lr, weight_decay):
    filters, c_in = linear.weight.shape[:2]
    conv = nn.Conv2d(c_in, filters, kernel_size=(1, 1), bias=True)
    conv.weight = nn.Parameter(linear.weight.detach() * scale)
    conv.bias = nn.Parameter(linear.bias.detach() * scale)
    new_lr = lr * scale**2
    return conv, new_lr, lr * weight_decay / new_lr
