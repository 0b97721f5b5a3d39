# Your single window grows by 2 a layer, which is right for 3×3 only. In general it grows by kernel - 1.
def stack_weights(layers, kernel, c_in, c_out):
    first = kernel * kernel * c_in * c_out
    others = kernel * kernel * c_out * c_out
    return first + (layers - 1) * others

def single_weights(layers, kernel, c_in, c_out):
    field = kernel + 2 * (layers - 1)
    return field * field * c_in * c_out

def saving(layers, kernel, c_in, c_out):
    return 1 - stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out)
