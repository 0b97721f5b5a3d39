# A last window that sticks out of the picture is left out, so the division rounds down, not up.
import math

def output_size(size, kernel, stride=1, padding=0):
    return math.ceil((size - kernel + 2 * padding) / stride) + 1
