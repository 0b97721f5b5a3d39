# You look at the last block only.
def dead_share(maps: list[torch.Tensor]) -> float:
    dead = torch.cat([(x == 0).all(dim=3).all(dim=2).all(dim=0) for x in maps[-1:]])  # one for each channel
    return float(dead.float().mean())
