def dead_share(maps):
    alive = [x.movedim(1, 0).flatten(1).ne(0).any(1) for x in maps]
    alive = torch.hstack(alive)
    return 1 - int(alive.sum()) / len(alive)
