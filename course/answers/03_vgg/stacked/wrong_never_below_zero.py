# Your saving never falls below 0. Where the stack needs more weights, say so: the share is negative then.
def stack_weights(layers, kernel, c_in, c_out):
    first = kernel * kernel * c_in * c_out
    others = kernel * kernel * c_out * c_out
    return first + (layers - 1) * others

def single_weights(layers, kernel, c_in, c_out):
    field = layers * (kernel - 1) + 1
    return field * field * c_in * c_out

def saving(layers, kernel, c_in, c_out):
    return max(0.0, 1 - stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out))
