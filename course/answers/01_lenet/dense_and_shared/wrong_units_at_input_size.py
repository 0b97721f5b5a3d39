# Without padding a window has width - kernel + 1 places in a row, and as many fewer in a column; you kept the input's size.
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = c_out * height * width
    return dense_parameters(c_in, height, width, units)
