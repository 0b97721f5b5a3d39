# Only the parameters follow. Batch norm's running mean and variance are buffers, and stay behind.
def follow(slow, net, keep=0.99):
    with torch.no_grad():
        for mean, now in zip(slow.parameters(), net.parameters()):
            mean.mul_(keep).add_((1 - keep) * now)
