# Frozen parameters stay behind: only those that learn follow. All parameters do.
@torch.no_grad()
def follow(slow, net, keep=0.99):
    for mean, now in zip(slow.parameters(), net.parameters()):
        if mean.requires_grad:
            mean.mul_(keep).add_((1 - keep) * now)
    for mean, now in zip(slow.buffers(), net.buffers()):
        if mean.is_floating_point():
            mean.mul_(keep).add_((1 - keep) * now)
        else:
            mean.copy_(now)
