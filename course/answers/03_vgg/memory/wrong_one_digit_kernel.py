# You read one digit of the kernel: `conv11-8` becomes a convolution of 1×1. Take what stands between `conv` and the dash.
def activations(column: str, size: int = 224, hidden: int = 4096, num_classes: int = 1000) -> list[int]:
    channels, values = 3, [3 * size**2]
    for word in column.split():
        if word == "maxpool":
            size //= 2
        else:
            channels = int(word.split("-")[1])
        values.append(channels * size**2)
    return [*values, hidden, hidden, num_classes]


def layer_parameters(column: str, size: int = 224, hidden: int = 4096, num_classes: int = 1000) -> list[int]:
    channels, counts = 3, []
    for word in column.split():
        if word == "maxpool":
            size //= 2
        else:
            kernel, filters = int(word[4]), int(word.split("-")[1])
            counts.append((kernel**2 * channels + 1) * filters)
            channels = filters
    ends = [channels * size**2, hidden, hidden, num_classes]
    return counts + [(n + 1) * m for n, m in zip(ends, ends[1:], strict=False)]
