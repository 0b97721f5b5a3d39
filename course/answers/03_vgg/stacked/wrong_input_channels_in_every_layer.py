# Every layer of your stack has c_in channels at its input. Only the first has; behind it there are c_out.
def stack_weights(layers, kernel, c_in, c_out):
    first = kernel * kernel * c_in * c_out
    others = kernel * kernel * c_in * c_out
    return first + (layers - 1) * others

def single_weights(layers, kernel, c_in, c_out):
    field = layers * (kernel - 1) + 1
    return field * field * c_in * c_out

def saving(layers, kernel, c_in, c_out):
    return 1 - stack_weights(layers, kernel, c_in, c_out) / single_weights(layers, kernel, c_in, c_out)
