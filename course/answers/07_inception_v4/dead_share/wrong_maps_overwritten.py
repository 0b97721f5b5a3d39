# The maps are overwritten while you look for zeros. Make new tensors; the given ones stay as they were.
def dead_share(maps):
    dead = []
    for x in maps:
        silent = x.eq_(0).amin(dim=(0, 2, 3))
        dead += silent.tolist()
    return sum(dead) / len(dead)
