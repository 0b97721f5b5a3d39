def weights_of_a_filter(c_in, kernel, groups):
    return (c_in // groups) * kernel**2


def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    total = 0
    for _ in range(c_out):
        total += weights_of_a_filter(c_in, kernel, groups)
        if bias:
            total += 1
    return total


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    h = (height + 2 * padding - kernel) // stride + 1
    w = (width + 2 * padding - kernel) // stride + 1
    return weights_of_a_filter(c_in, kernel, groups) * c_out * h * w
