# In dense_instead_of_conv nothing is shared any more, so every unit has a bias of its own; you counted one for each map.
def dense_parameters(channels, height, width, units):
    return (channels * height * width + 1) * units


def conv_parameters(c_in, c_out, kernel):
    return (c_in * kernel * kernel + 1) * c_out


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    units = c_out * (height - kernel + 1) * (width - kernel + 1)
    return c_in * height * width * units + c_out
