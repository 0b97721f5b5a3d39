# You count one bias for a whole layer. Each unit of a dense layer has its own, and so has each output channel of a convolution.
def dense_parameters(channels, height, width, units):
    return channels * height * width * units + 1


def conv_parameters(c_in, c_out, kernel):
    return c_in * c_out * kernel * kernel + 1


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = c_out * (height - kernel + 1) * (width - kernel + 1)
    return dense_parameters(c_in, height, width, units)
