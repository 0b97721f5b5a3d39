# reverse() turns the list round that you were given, in place. reversed(layers), or layers[::-1], leaves it as it is.
def receptive_field(layers):
    needed = 1
    layers.reverse()
    for kernel, stride in layers:
        needed = (needed - 1) * stride + kernel
    return needed
