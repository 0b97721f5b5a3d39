# The step is recorded for gradients, and PyTorch refuses it for parameters: it belongs under torch.no_grad().
def follow(slow, net, keep=0.99):
    for mean, now in zip(slow.parameters(), net.parameters()):
        mean.mul_(keep).add_((1 - keep) * now)
    for mean, now in zip(slow.buffers(), net.buffers()):
        if mean.is_floating_point():
            mean.mul_(keep).add_((1 - keep) * now)
        else:
            mean.copy_(now)
