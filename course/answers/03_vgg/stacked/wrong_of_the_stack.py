# Your saving is a share of the stack's weights. It is asked as a share of the single one's.
def stack_weights(layers, kernel, c_in, c_out):
    first = kernel * kernel * c_in * c_out
    others = kernel * kernel * c_out * c_out
    return first + (layers - 1) * others

def single_weights(layers, kernel, c_in, c_out):
    field = layers * (kernel - 1) + 1
    return field * field * c_in * c_out

def saving(layers, kernel, c_in, c_out):
    return single_weights(layers, kernel, c_in, c_out) / stack_weights(layers, kernel, c_in, c_out) - 1
