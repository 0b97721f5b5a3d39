# `slow` is put into evaluation mode. Only its numbers change; its mode is for the caller to choose.
def follow(slow: nn.Module, net: nn.Module, keep: float = 0.99) -> None:
    """Move `slow` a little towards `net`: parameters and buffers, in place."""
    slow.eval()
    with torch.no_grad():
        for mean, now in zip(slow.state_dict().values(), net.state_dict().values()):
            if mean.is_floating_point():
                mean.mul_(keep).add_((1 - keep) * now)
            else:
                mean.copy_(now)
