# The multiply-accumulates are counted for each input pixel. Count output values: the window stops only there.
def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    return (kernel * kernel * c_in // groups + bias) * c_out


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    rows, columns = (side for side in (height, width))
    return kernel * kernel * c_in // groups * c_out * rows * columns
