# That goes through the layers in the wrong direction: with the field and the distance, begin at the picture; without the distance, at the last layer.
def receptive_field(layers):
    field = 1
    for kernel, stride in layers:
        field = (field - 1) * stride + kernel
    return field
