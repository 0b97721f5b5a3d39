# Where there is room for one window only, there is still that one: the first window needs no step.
def output_size(size, kernel, stride=1, padding=0):
    room = size - kernel + 2 * padding
    if room < stride:
        return 0
    return room // stride + 1
