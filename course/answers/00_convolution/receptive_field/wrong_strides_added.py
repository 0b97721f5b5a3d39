# The strides are added. Distances multiply: behind two strides of 2, neighbours are 4 pixels apart; behind two of 3, 9.
def receptive_field(layers):
    field, distance = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * distance
        distance += stride - 1
    return field
