# You call a channel dead if there is a picture on which it is silent. It must be silent on every one.
def dead_share(maps):
    dead = torch.cat([(x == 0).all(dim=3).all(dim=2).any(dim=0) for x in maps])
    return float(dead.float().mean())
