# Each layer's own stride is counted before its window. It spreads out the values behind it: first the field, then the distance.
def receptive_field(layers):
    field, distance = 1, 1
    for kernel, stride in layers:
        distance *= stride
        field += (kernel - 1) * distance
    return field
