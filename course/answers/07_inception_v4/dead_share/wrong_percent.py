# You return percent. Asked for is a number from 0 to 1.
def dead_share(maps: list[torch.Tensor]) -> float:
    dead = torch.cat([(x == 0).all(dim=3).all(dim=2).all(dim=0) for x in maps])  # one for each channel
    return 100 * float(dead.float().mean())
