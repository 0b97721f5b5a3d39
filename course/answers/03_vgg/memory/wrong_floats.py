# Your lists hold floats from the first pooling on: `/` always gives one. Asked for are whole numbers; `//` halves them.
def activations(column: str, size: int = 224, hidden: int = 4096, num_classes: int = 1000) -> list[int]:
    channels, values = 3, [3 * size**2]
    for word in column.split():
        if word == "maxpool":
            size /= 2
        else:
            channels = int(word.split("-")[1])
        values.append(channels * size**2)
    return [*values, hidden, hidden, num_classes]


def layer_parameters(column: str, size: int = 224, hidden: int = 4096, num_classes: int = 1000) -> list[int]:
    channels, counts = 3, []
    for word in column.split():
        if word == "maxpool":
            size /= 2
        else:
            kernel, filters = map(int, word.removeprefix("conv").split("-"))
            counts.append((kernel**2 * channels + 1) * filters)
            channels = filters
    ends = [channels * size**2, hidden, hidden, num_classes]
    return counts + [(n + 1) * m for n, m in zip(ends, ends[1:], strict=False)]
