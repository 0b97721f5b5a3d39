def cifar_parameters(depth, shortcut="A", width=16, num_classes=10):
    n = (depth - 2) // 6
    channels = [3, width] + [width * 2**s for s in range(3) for _ in range(2 * n)]
    total = sum(9 * a * b + 2 * b for a, b in zip(channels, channels[1:]))
    if shortcut == "B":
        total += sum(a * 2 * a + 2 * 2 * a for a in (width, 2 * width))
    return total + channels[-1] * num_classes + num_classes
