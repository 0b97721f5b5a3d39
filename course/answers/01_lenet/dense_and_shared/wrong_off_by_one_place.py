# One place too few: a window of kernel fits into width pixels width - kernel + 1 times. Try kernel = width: it fits once.
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = c_out * (height - kernel) * (width - kernel)
    return dense_parameters(c_in, height, width, units)
