# Padding is put on both ends of the row, so it counts twice: 2 · padding.
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel + padding) // stride + 1
