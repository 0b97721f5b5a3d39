def walk(words, channels, side):
    if not words:
        return
    word, *others = words
    if word == "maxpool":
        side //= 2
        yield 0, 0, channels, side
    else:
        kernel, filters = (int(n) for n in word.replace("conv", "").split("-"))
        yield kernel, channels, filters, side
        channels = filters
    yield from walk(others, channels, side)


def activations(column, size=224, hidden=4096, num_classes=1000):
    maps = ((3, size), *((filters, side) for _, _, filters, side in walk(column.split(), 3, size)))
    return [c * s * s for c, s in maps] + [hidden] * 2 + [num_classes]


def layer_parameters(column, size=224, hidden=4096, num_classes=1000):
    steps = list(walk(column.split(), 3, size))
    _, _, channels, side = steps[-1]
    learned = [(k * k * c + 1) * n for k, c, n, _ in steps if k]
    inputs = channels * side * side
    for units in (hidden, hidden, num_classes):
        learned.append(inputs * units + units)
        inputs = units
    return learned
