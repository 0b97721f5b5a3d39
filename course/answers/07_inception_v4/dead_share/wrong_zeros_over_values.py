# You count the values that are 0. A ReLU makes many in healthy channels; a channel is dead if all its values are 0.
def dead_share(maps):
    zeros = sum(int((x == 0).sum()) for x in maps)
    return zeros / sum(x.numel() for x in maps)
