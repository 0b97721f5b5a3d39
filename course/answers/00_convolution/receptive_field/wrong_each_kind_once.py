# Layers that are alike are counted once: a set, or a dict, keeps one of each. Go over the list itself.
def receptive_field(layers):
    field, distance = 1, 1
    for kernel, stride in dict.fromkeys(layers):
        field += (kernel - 1) * distance
        distance *= stride
    return field
