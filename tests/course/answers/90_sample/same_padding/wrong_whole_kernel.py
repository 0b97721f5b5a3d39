# This is the padding of both sides together; each side gets half of it.
def same_padding(kernel, dilation=1):
    return dilation * (kernel - 1)
