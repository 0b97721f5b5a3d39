# You return how many are dead. Asked for is their share.
def dead_share(maps: list[torch.Tensor]) -> float:
    dead = torch.cat([(x == 0).all(dim=3).all(dim=2).all(dim=0) for x in maps])  # one for each channel
    return int(dead.sum())
