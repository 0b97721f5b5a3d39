from math import prod, sqrt


def he_(weight):
    """A layer as d2l would fill it: .data is the tensor behind the parameter."""
    num_outputs, *window = weight.shape
    weight.data[:] = torch.normal(0, sqrt(2 / prod(window)), weight.shape)
    return weight
