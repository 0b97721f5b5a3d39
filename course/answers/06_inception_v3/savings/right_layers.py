def _layers(kernels, channels):
    return [nn.Conv2d(a, b, k, bias=False, device="meta") for k, a, b in zip(kernels, channels[:-1], channels[1:])]


def window(kernels):
    size = [1, 1]
    for kernel in kernels:
        size = [s + k - 1 for s, k in zip(size, kernel)]
    return size


def weights(kernels, channels):
    return sum(layer.weight.numel() for layer in _layers(kernels, channels))


def saving(whole, kernels, channels):
    ends = [channels[0], channels[-1]]
    return 1.0 - weights(kernels, channels) / weights([whole], ends)
