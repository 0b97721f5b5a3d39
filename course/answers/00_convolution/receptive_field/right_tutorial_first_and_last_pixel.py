def receptive_field(layers):
    # the first and the last place that value 0 behind the last layer looks at, map by map, back to the picture
    left = right = 0
    for kernel, stride in layers[::-1]:
        left, right = left * stride, right * stride + kernel - 1
    return right - left + 1
