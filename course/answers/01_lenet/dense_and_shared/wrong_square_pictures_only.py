# The picture is taken to be square. Rows come from its height, columns from its width.
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    return dense_parameters(c_in, height, width, c_out * (height - kernel + 1) ** 2)
