# You look at the first picture only. A channel that is silent there may speak on another.
def dead_share(maps):
    dead = torch.cat([(x[0] == 0).all(dim=2).all(dim=1) for x in maps])
    return float(dead.float().mean())
