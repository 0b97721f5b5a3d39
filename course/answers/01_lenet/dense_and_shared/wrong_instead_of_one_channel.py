# dense_instead_of_conv looks at one channel only. It takes in the same picture as the convolution, all c_in channels of it.
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    return dense_parameters(1, height, width, c_out * (height - kernel + 1) * (width - kernel + 1))
