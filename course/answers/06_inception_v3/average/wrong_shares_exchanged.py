# The shares are exchanged: `slow` keeps 0.99 of itself and takes 0.01 of the network.
def follow(slow: nn.Module, net: nn.Module, keep: float = 0.99) -> None:
    """Move `slow` a little towards `net`: parameters and buffers, in place."""
    with torch.no_grad():
        for mean, now in zip(slow.state_dict().values(), net.state_dict().values()):
            if mean.is_floating_point():
                mean.mul_(1 - keep).add_(keep * now)
            else:
                mean.copy_(now)
