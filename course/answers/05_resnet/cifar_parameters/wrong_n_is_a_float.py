# Your count has a decimal point: (depth - 2) / 6 is a float. Divide with //, and whole numbers stay whole.
def cifar_parameters(depth, shortcut="A", width=16, num_classes=10):
    n = (depth - 2) / 6
    w1, w2, w3 = width, 2 * width, 4 * width
    convs = 9 * 3 * w1
    convs += 2 * n * 9 * w1 * w1
    convs += 9 * w1 * w2 + (2 * n - 1) * 9 * w2 * w2
    convs += 9 * w2 * w3 + (2 * n - 1) * 9 * w3 * w3
    norms = 2 * w1 + 2 * n * 2 * (w1 + w2 + w3)
    extra = w1 * w2 + 2 * w2 + w2 * w3 + 2 * w3 if shortcut == "B" else 0
    return convs + norms + extra + w3 * num_classes + num_classes
