from itertools import chain


def _tensors(module: nn.Module):
    return [t.detach() for t in chain(module.parameters(), module.buffers())]


def follow(slow: nn.Module, net: nn.Module, keep: float = 0.99) -> None:
    pairs = list(zip(_tensors(slow), _tensors(net)))
    floats = [(a, b) for a, b in pairs if torch.is_floating_point(a)]
    means, values = map(list, zip(*floats))
    torch._foreach_lerp_(means, values, 1 - keep)
    for counter, value in pairs:
        if not torch.is_floating_point(counter):
            counter.copy_(value)
