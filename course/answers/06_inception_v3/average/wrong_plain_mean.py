# This is the mean of the two. `slow` keeps `keep` of itself.
def follow(slow: nn.Module, net: nn.Module, keep: float = 0.99) -> None:
    """Move `slow` a little towards `net`: parameters and buffers, in place."""
    with torch.no_grad():
        for mean, now in zip(slow.state_dict().values(), net.state_dict().values()):
            if mean.is_floating_point():
                mean.add_(now).div_(2)
            else:
                mean.copy_(now)
