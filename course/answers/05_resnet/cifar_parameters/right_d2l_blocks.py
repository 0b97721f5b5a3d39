def conv_bn(num_inputs, num_channels, kernel_size=3):
    return kernel_size**2 * num_inputs * num_channels, 2 * num_channels


def residual(num_inputs, num_channels, shortcut):
    parts = [conv_bn(num_inputs, num_channels), conv_bn(num_channels, num_channels)]
    if shortcut == "B" and num_inputs != num_channels:
        parts.append(conv_bn(num_inputs, num_channels, kernel_size=1))
    return sum(map(sum, parts))


def cifar_parameters(depth, shortcut="A", width=16, num_classes=10):
    num_residuals, rest = divmod(depth - 2, 6)
    assert rest == 0
    arch = [(num_residuals, width << i) for i in range(3)]
    total, num_inputs = sum(conv_bn(3, width)), width
    for n, num_channels in arch:
        for _ in range(n):
            total += residual(num_inputs, num_channels, shortcut)
            num_inputs = num_channels
    return total + num_inputs * num_classes + num_classes
