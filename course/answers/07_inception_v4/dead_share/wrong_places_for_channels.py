# You count dead places of the map, over all channels. The question is about channels.
def dead_share(maps):
    dead = torch.cat([(x == 0).all(dim=0).all(dim=0).flatten() for x in maps])
    return float(dead.float().mean())
