# The dense layer has weights for one channel only. It sees every number of the picture, so multiply by channels.
def dense_parameters(channels, height, width, units):
    return (height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = c_out * (height - kernel + 1) * (width - kernel + 1)
    return dense_parameters(c_in, height, width, units)
