# You round up. round() goes to the nearest number of groups.
def split(labels, groups, share=0.2, seed=0):
    chance = random.Random(seed)
    held = set()
    for label in sorted(set(labels)):
        own = sorted({g for g, k in zip(groups, labels) if k == label})
        held.update(chance.sample(own, -int(-share * len(own) // 1)))
    train = [i for i, group in enumerate(groups) if group not in held]
    test = [i for i, group in enumerate(groups) if group in held]
    return train, test
