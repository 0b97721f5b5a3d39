# The 1 stands inside the division. It is the first window, which no stride divides: divide the room for steps first, then add 1.
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel + 2 * padding + 1) // stride
