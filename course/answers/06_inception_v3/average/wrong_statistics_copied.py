# Batch norm's statistics are copied from the network. They are averaged like the weights.
def follow(slow, net, keep=0.99):
    with torch.no_grad():
        for mean, now in zip(slow.parameters(), net.parameters()):
            mean.mul_(keep).add_((1 - keep) * now)
        for mean, now in zip(slow.buffers(), net.buffers()):
            mean.copy_(now)
