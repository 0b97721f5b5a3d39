# Each layer adds kernel distances. It adds kernel - 1: one of the window's values was there already.
def receptive_field(layers):
    field, distance = 1, 1
    for kernel, stride in layers:
        field += kernel * distance
        distance *= stride
    return field
