# The kernels are multiplied. Windows overlap: each layer adds (kernel - 1) times the distance.
def receptive_field(layers):
    field = 1
    for kernel, _ in layers:
        field *= kernel
    return field
