# You always take the first groups of each class. Draw them, by the seed.
def split(labels, groups, share=0.2, seed=0):
    chance = random.Random(seed)
    held = set()
    for label in sorted(set(labels)):
        own = sorted({g for g, k in zip(groups, labels) if k == label})
        held.update(own[: max(1, round(share * len(own)))])
    train = [i for i, group in enumerate(groups) if group not in held]
    test = [i for i, group in enumerate(groups) if group in held]
    return train, test
