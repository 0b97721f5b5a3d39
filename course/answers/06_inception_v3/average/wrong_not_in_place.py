# The new numbers are made and forgotten: `slow` is not changed.
def follow(slow: nn.Module, net: nn.Module, keep: float = 0.99) -> None:
    """Move `slow` a little towards `net`: parameters and buffers, in place."""
    with torch.no_grad():
        for mean, now in zip(slow.state_dict().values(), net.state_dict().values()):
            if mean.is_floating_point():
                mean = keep * mean + (1 - keep) * now
            else:
                mean.copy_(now)
