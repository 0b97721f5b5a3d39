def output_size(w, f, stride=1, padding=0):
    return len(range(0, w + 2 * padding - f + 1, stride))
