# The parameters of `slow` are frozen on the way. They stay parameters that can learn.
def follow(slow: nn.Module, net: nn.Module, keep: float = 0.99) -> None:
    """Move `slow` a little towards `net`: parameters and buffers, in place."""
    slow.requires_grad_(False)
    with torch.no_grad():
        for mean, now in zip(slow.state_dict().values(), net.state_dict().values()):
            if mean.is_floating_point():
                mean.mul_(keep).add_((1 - keep) * now)
            else:
                mean.copy_(now)
