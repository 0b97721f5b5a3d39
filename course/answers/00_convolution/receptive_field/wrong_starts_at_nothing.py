# It starts at 0. A pixel sees itself: with no layer at all the field is 1.
def receptive_field(layers):
    field, distance = 0, 1
    for kernel, stride in layers:
        field += (kernel - 1) * distance
        distance *= stride
    return field
