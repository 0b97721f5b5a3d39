def weights(layers):
    return sum(layer.weight.numel() for layer in layers)

def stack_weights(layers, kernel, c_in, c_out):
    with torch.device("meta"):
        stack = [nn.Conv2d(c_in if i == 0 else c_out, c_out, kernel, bias=False) for i in range(layers)]
    return weights(stack)

def single_weights(layers, kernel, c_in, c_out):
    field = 1
    for _ in range(layers):
        field += kernel - 1
    with torch.device("meta"):
        return weights([nn.Conv2d(c_in, c_out, field, bias=False)])

def saving(layers, kernel, c_in, c_out):
    a, b = stack_weights(layers, kernel, c_in, c_out), single_weights(layers, kernel, c_in, c_out)
    return (b - a) / b
