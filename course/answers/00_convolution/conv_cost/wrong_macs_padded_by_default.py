# Unless told, a convolution has no padding: the default is 0, not what keeps the size.
def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    return (kernel * kernel * c_in // groups + bias) * c_out


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=None, groups=1):
    padding = kernel // 2 if padding is None else padding
    rows, columns = ((side - kernel + 2 * padding) // stride + 1 for side in (height, width))
    return kernel * kernel * c_in // groups * c_out * rows * columns
