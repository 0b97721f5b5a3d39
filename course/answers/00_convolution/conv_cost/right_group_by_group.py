def conv_parameters(c_in, c_out, kernel, groups=1, bias=True):
    weights = groups * (c_in // groups) * (c_out // groups) * kernel * kernel
    return weights + c_out if bias else weights


def conv_macs(c_in, c_out, kernel, height, width, stride=1, padding=0, groups=1):
    positions = 1
    for side in (height, width):
        positions *= int((side - kernel + 2 * padding) / stride) + 1
    return positions * conv_parameters(c_in, c_out, kernel, groups, bias=False)
