# With no layers at all a pixel sees itself: 1, not 0.
def receptive_field(layers):
    if not layers:
        return 0
    field, distance = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * distance
        distance *= stride
    return field
