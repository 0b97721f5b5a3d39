# Without a stride the window moves by one pixel: the default of `stride` is 1.
def output_size(size, kernel, stride=2, padding=0):
    return (size - kernel + 2 * padding) // stride + 1
