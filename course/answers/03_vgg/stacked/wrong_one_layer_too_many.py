# Your stack has one layer too many: the first, and then layers - 1 others.
def stack_weights(layers, kernel, c_in, c_out):
    first = kernel * kernel * c_in * c_out
    others = kernel * kernel * c_out * c_out
    return first + layers * others

def single_weights(layers, kernel, c_in, c_out):
    field = layers * (kernel - 1) + 1
    return field * field * c_in * c_out

def saving(layers, kernel, c_in, c_out):
    return 1 - stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out)
