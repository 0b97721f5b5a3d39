# Your single window is too small by one: the value itself is a pixel, too, before any layer reaches further.
def stack_weights(layers, kernel, c_in, c_out):
    first = kernel * kernel * c_in * c_out
    others = kernel * kernel * c_out * c_out
    return first + (layers - 1) * others

def single_weights(layers, kernel, c_in, c_out):
    field = layers * (kernel - 1)
    return field * field * c_in * c_out

def saving(layers, kernel, c_in, c_out):
    return 1 - stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out)
