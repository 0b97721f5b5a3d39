# The stride is not in it: divide the room that is left after the first window by the stride.
def output_size(size, kernel, stride=1, padding=0):
    return size - kernel + 2 * padding + 1
