def cifar_parameters(depth, shortcut="A", width=16, num_classes=10):
    """All in units of width: 9·(1 + 4 + 16)·2n, less what the two first ones of a stage lack."""
    n, w = (depth - 2) // 6, width
    weights = 27 * w + (378 * n - 9 * (4 - 2) - 9 * (16 - 8)) * w * w
    norms = 2 * w * (1 + 14 * n)
    projections = {"A": 0, "B": 10 * w * w + 12 * w}[shortcut]
    return weights + norms + projections + (4 * w + 1) * num_classes
