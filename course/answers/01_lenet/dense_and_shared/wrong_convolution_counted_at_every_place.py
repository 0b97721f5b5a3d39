# conv_parameters needs no picture size: the same weights are used at every place, so they are counted once. dense_instead_of_conv is no convolution: every unit there sees the whole picture.
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = c_out * (height - kernel + 1) * (width - kernel + 1)
    return conv_parameters(c_in, c_out, kernel) * (height - kernel + 1) * (width - kernel + 1)
