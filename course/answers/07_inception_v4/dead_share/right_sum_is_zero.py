def dead_share(maps):
    dead = torch.cat([x.sum(dim=(0, 2, 3)) == 0 for x in maps])
    return float(dead.float().mean())
