# You test whether the sum of a channel is 0. Where values are negative too, a living channel can add up to 0.
def dead_share(maps):
    dead = torch.cat([x.sum(dim=(0, 2, 3)) == 0 for x in maps])
    return float(dead.float().mean())
