# You count a channel for each picture on which it is silent. It is dead only if it is silent on all of them.
def dead_share(maps):
    silent = torch.cat([(x == 0).all(dim=3).all(dim=2).flatten() for x in maps])
    return float(silent.float().mean())
