# The dense layer's biases are missing: each unit has one, besides its weights.
def dense_parameters(channels, height, width, units):
    return channels * height * width * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = c_out * (height - kernel + 1) * (width - kernel + 1)
    return dense_parameters(c_in, height, width, units)
