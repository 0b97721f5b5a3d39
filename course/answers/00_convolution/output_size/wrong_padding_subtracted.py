# The padding is taken away from the row, but it makes the row longer: + 2 · padding.
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel - 2 * padding) // stride + 1
