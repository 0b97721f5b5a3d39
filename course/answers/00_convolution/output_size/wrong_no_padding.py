# The padding is not in it: the row is size + 2 · padding long before the first window is laid down.
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1
