# The number is right, but it is a float. Pixels are counted in whole numbers: begin with 1, not 1.0.
def receptive_field(layers):
    field, distance = 1.0, 1.0
    for kernel, stride in layers:
        field += (kernel - 1) * distance
        distance *= stride
    return field
