# The kernels are added up. Windows overlap: a layer adds kernel - 1, times the distance between the values it looks at.
def receptive_field(layers):
    return sum(kernel for kernel, _ in layers) or 1
