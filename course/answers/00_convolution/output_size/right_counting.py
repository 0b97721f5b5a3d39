def output_size(size, kernel, stride=1, padding=0):
    length = padding + size + padding
    windows = 0
    start = 0
    while start + kernel <= length:
        windows += 1
        start += stride
    return windows
