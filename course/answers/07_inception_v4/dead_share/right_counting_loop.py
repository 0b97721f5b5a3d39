def dead_share(maps):
    dead = total = 0
    for x in maps:
        for c in range(x.shape[1]):
            total += 1
            dead += int(torch.count_nonzero(x[:, c]) == 0)
    return dead / total
