# Batch norm's statistics are set back to mean 0 and variance 1. They follow.
def follow(slow, net, keep=0.99):
    with torch.no_grad():
        for mean, now in zip(slow.parameters(), net.parameters()):
            mean.mul_(keep).add_((1 - keep) * now)
        for layer in slow.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.reset_running_stats()
