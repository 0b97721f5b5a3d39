# `slow` gets new tensors as parameters. They should be changed in place, so that whoever holds them sees it.
def follow(slow, net, keep=0.99):
    with torch.no_grad():
        for mean, now in zip(slow.parameters(), net.parameters()):
            mean.data = keep * mean.data + (1 - keep) * now
        for mean, now in zip(slow.buffers(), net.buffers()):
            mean.copy_(keep * mean + (1 - keep) * now if mean.is_floating_point() else now)
