# The numbers are right, but they are floats, 156.0. A count is a whole number.
def dense_parameters(channels, height, width, units):
    return float((channels * height * width + 1) * units)


def conv_parameters(c_in, c_out, kernel):
    return float((c_in * kernel * kernel + 1) * c_out)


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    return dense_parameters(c_in, height, width, c_out * (height - kernel + 1) * (width - kernel + 1))
