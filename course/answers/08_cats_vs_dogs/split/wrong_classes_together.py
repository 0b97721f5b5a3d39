# You draw from all groups at once. Each class gives its own share, else a rare one may have nothing to test on.
def split(labels, groups, share=0.2, seed=0):
    chance = random.Random(seed)
    names = sorted(set(groups))
    held = set(chance.sample(names, max(1, round(share * len(names)))))
    train = [i for i, group in enumerate(groups) if group not in held]
    test = [i for i, group in enumerate(groups) if group in held]
    return train, test
