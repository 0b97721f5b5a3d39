# The result of / is not a whole number. A step that does not fit is not taken: // rounds down.
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel + 2 * padding) / stride + 1
