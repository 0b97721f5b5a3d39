# The share is still a tensor. A number is wanted: float() or .item() takes it out.
def dead_share(maps: list[torch.Tensor]) -> float:
    """The share of channels, over all maps (B, C, H, W), that are 0 at every place of every picture."""
    dead = torch.cat([(x == 0).all(dim=3).all(dim=2).all(dim=0) for x in maps])  # one for each channel
    return dead.float().mean()
