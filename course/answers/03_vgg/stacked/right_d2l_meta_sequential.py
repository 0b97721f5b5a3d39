def stack(layers, kernel, c_in, c_out):
    net = nn.Sequential(nn.Conv2d(c_in, c_out, kernel, bias=False))
    for _ in range(1, layers):
        net.append(nn.Conv2d(c_out, c_out, kernel, bias=False))
    return net


def stack_weights(layers, kernel, c_in, c_out):
    with torch.device("meta"):
        return sum(p.numel() for p in stack(layers, kernel, c_in, c_out).parameters())


def receptive_field(layers, kernel):
    return kernel if layers == 1 else receptive_field(layers - 1, kernel) + kernel - 1


def single_weights(layers, kernel, c_in, c_out):
    return stack_weights(1, receptive_field(layers, kernel), c_in, c_out)


def saving(*stack):
    return 1.0 - stack_weights(*stack) / single_weights(*stack)
