# You call a channel dead if it is 0 at most places. One place where it speaks is enough to be alive.
def dead_share(maps):
    dead = torch.cat([(x == 0).float().mean(dim=(0, 2, 3)) > 0.9 for x in maps])
    return float(dead.float().mean())
