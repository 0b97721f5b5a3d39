# size / stride forgets that a window has a width: take kernel off before you divide, and add 1 for the first window.
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding) // stride
