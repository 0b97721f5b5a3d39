# You take the mean of the blocks' shares, so that a channel of a narrow block counts more. All channels count the same.
def dead_share(maps):
    shares = [(x == 0).all(dim=3).all(dim=2).all(dim=0).float().mean() for x in maps]
    return float(sum(shares) / len(shares))
