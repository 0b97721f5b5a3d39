# The picture is taken to be square. Rows come from its height, columns from its width.
def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    return (kernel * kernel * c_in // groups + bias) * c_out


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    side = (height - kernel + 2 * padding) // stride + 1
    return kernel * kernel * c_in // groups * c_out * side * side
