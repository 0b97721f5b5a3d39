# Only layers at the top follow. A network holds modules inside modules: parameters() and buffers() find them all.
@torch.no_grad()
def follow(slow, net, keep=0.99):
    for mine, its in zip(slow.children(), net.children()):
        for mean, now in zip(mine.parameters(recurse=False), its.parameters(recurse=False)):
            mean.mul_(keep).add_((1 - keep) * now)
        for mean, now in zip(mine.buffers(recurse=False), its.buffers(recurse=False)):
            if mean.is_floating_point():
                mean.mul_(keep).add_((1 - keep) * now)
            else:
                mean.copy_(now)
