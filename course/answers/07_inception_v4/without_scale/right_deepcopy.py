import copy


def without_scale(linear, scale, lr, weight_decay):
    conv = copy.deepcopy(linear)
    for p in conv.parameters():
        p.data *= scale
    return conv, lr * scale * scale, weight_decay / scale / scale
