@torch.no_grad()
def follow(slow, net, keep=0.99):
    for a, b in zip(slow.parameters(), net.parameters()):
        a.lerp_(b, 1 - keep)
    for a, b in zip(slow.buffers(), net.buffers()):
        if a.dtype.is_floating_point:
            a.lerp_(b, 1 - keep)
        else:
            a.copy_(b)
