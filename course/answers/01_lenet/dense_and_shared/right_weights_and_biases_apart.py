def dense_parameters(channels, height, width, units):
    weights = channels * height * width * units
    biases = units
    return weights + biases


def conv_parameters(c_in, c_out, kernel):
    weights = c_in * c_out * kernel ** 2
    biases = c_out
    return weights + biases


def dense_instead_of_conv(c_in, height, width, c_out, kernel):
    rows = height - kernel + 1
    columns = width - kernel + 1
    inputs = c_in * height * width
    outputs = c_out * rows * columns
    return inputs * outputs + outputs
