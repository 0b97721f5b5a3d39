# This calls the ready-made convolution. The numbers are right, but here you are to write the sums out yourself.
def conv2d_loops(x, weight, bias, stride=1, padding=0):
    return F.conv2d(x[None], weight, bias, stride, padding)[0]
