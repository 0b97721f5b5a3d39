def walk(column, size, hidden, num_classes):
    # (values, parameters) of every step
    c, steps = 3, [(3 * size * size, 0)]
    for word in column.split():
        if word.startswith("conv"):
            k, n = (int(s) for s in word[4:].split("-"))
            steps.append((n * size * size, n * c * k * k + n))
            c = n
        else:
            size = size // 2
            steps.append((c * size * size, 0))
    n_in = c * size * size
    for n in (hidden, hidden, num_classes):
        steps.append((n, n * n_in + n))
        n_in = n
    return steps

def activations(column, size=224, hidden=4096, num_classes=1000):
    return [values for values, _ in walk(column, size, hidden, num_classes)]

def layer_parameters(column, size=224, hidden=4096, num_classes=1000):
    return [learned for _, learned in walk(column, size, hidden, num_classes) if learned]
