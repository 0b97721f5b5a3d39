# The window is kernel × kernel, two-dimensional; you count only one side of it.
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = c_out * (height - kernel + 1) * (width - kernel + 1)
    return dense_parameters(c_in, height, width, units)
