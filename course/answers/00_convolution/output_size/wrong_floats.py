# The number is right, but it is a float, 27.0: a count is a whole number. `//` divides whole numbers into a whole number.
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel + 2 * padding - (size - kernel + 2 * padding) % stride) / stride + 1
