# saving is in per cent. A share is between 0 and 1 here (or below 0).
def stack_weights(layers, kernel, c_in, c_out):
    first = kernel * kernel * c_in * c_out
    others = kernel * kernel * c_out * c_out
    return first + (layers - 1) * others

def single_weights(layers, kernel, c_in, c_out):
    field = layers * (kernel - 1) + 1
    return field * field * c_in * c_out

def saving(layers, kernel, c_in, c_out):
    return 100 * (1 - stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out))
