# You draw from a set of words, whose order is another in each start of Python. Sort it first; then the seed alone decides.
def split(labels, groups, share=0.2, seed=0):
    chance = random.Random(seed)
    held = set()
    for label in sorted(set(labels)):
        own = list({g for g, k in zip(groups, labels) if k == label})
        held.update(chance.sample(own, max(1, round(share * len(own)))))
    train = [i for i, group in enumerate(groups) if group not in held]
    test = [i for i, group in enumerate(groups) if group in held]
    return train, test
