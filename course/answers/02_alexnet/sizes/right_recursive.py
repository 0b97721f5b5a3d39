def output(size, kernel, stride, padding):
    return int((size + 2 * padding - kernel) / stride) + 1


def sides(size, layers):
    if not layers:
        return []
    first = output(size, *layers[0])
    return [first] + sides(first, layers[1:])


def fitting(output_size, kernel, stride, padding=0):
    # the first and the last side that give it, found by trying
    good = [w for w in range(1, 2000) if w + 2 * padding >= kernel and output(w, kernel, stride, padding) == output_size]
    return good[0], good[-1]


def looked_at(size, kernel, stride):
    windows = range(output(size, kernel, stride, 0))
    return [sum(w * stride <= i < w * stride + kernel for w in windows) for i in range(size)]
