# The padding is not in the multiply-accumulates: with it there are more windows.
def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    return (kernel * kernel * c_in // groups + bias) * c_out


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    rows, columns = ((side - kernel) // stride + 1 for side in (height, width))
    return kernel * kernel * c_in // groups * c_out * rows * columns
