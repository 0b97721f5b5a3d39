# The list of maps is emptied on the way: whoever gave it has none left.
def dead_share(maps):
    dead = []
    while maps:
        dead.append((maps.pop() == 0).all(dim=3).all(dim=2).all(dim=0))
    return float(torch.cat(dead).float().mean())
