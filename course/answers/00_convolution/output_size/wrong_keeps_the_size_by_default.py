# Without a padding there is none: the default of `padding` is 0, not what keeps the size.
def output_size(size, kernel, stride=1, padding=None):
    padding = kernel // 2 if padding is None else padding
    return (size - kernel + 2 * padding) // stride + 1
