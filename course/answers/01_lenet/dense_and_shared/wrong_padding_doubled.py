# The output is too small: a window of kernel takes kernel - 1 from each side length in all, not from each end.
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = c_out * (height - 2 * kernel + 2) * (width - 2 * kernel + 2)
    return dense_parameters(c_in, height, width, units)
