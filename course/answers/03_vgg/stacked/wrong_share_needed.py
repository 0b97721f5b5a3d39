# saving returns the share that the stack needs; asked for is the share that it saves, 1 minus that.
def stack_weights(layers, kernel, c_in, c_out):
    first = kernel * kernel * c_in * c_out
    others = kernel * kernel * c_out * c_out
    return first + (layers - 1) * others

def single_weights(layers, kernel, c_in, c_out):
    field = layers * (kernel - 1) + 1
    return field * field * c_in * c_out

def saving(layers, kernel, c_in, c_out):
    return stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out)
