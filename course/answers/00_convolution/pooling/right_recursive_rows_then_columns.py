def along(x, dim, kernel, stride, join):
    """Pool one dimension: begin with the first value of every window and join the others to it, one by one."""
    windows = (x.size(dim) - kernel) // stride + 1
    nth = [x.narrow(dim, u, (windows - 1) * stride + 1).index_select(dim, torch.arange(windows) * stride) for u in range(kernel)]

    def joined(values):
        return values[0] if len(values) == 1 else join(values[0], joined(values[1:]))

    return joined(nth)


def max_pool(x, kernel, stride=None):
    stride = stride or kernel
    return along(along(x, 2, kernel, stride, torch.maximum), 3, kernel, stride, torch.maximum)


def average_pool(x, kernel, stride=None):
    stride = stride or kernel
    return along(along(x, 2, kernel, stride, torch.add), 3, kernel, stride, torch.add) / kernel**2
