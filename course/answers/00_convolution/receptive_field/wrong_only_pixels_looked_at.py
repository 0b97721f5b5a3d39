# Pixels that are stepped over are left out. The field goes from the first pixel to the last, and they lie within it.
def receptive_field(layers):
    seen = {0}
    for kernel, stride in reversed(layers):
        seen = {place * stride + u for place in seen for u in range(kernel)}
    return len(seen)
