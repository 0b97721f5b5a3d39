# Where a group is held out only its first picture goes to test; the rest of it stays in train, and gives it away.
def split(labels, groups, share=0.2, seed=0):
    chance = random.Random(seed)
    held = set()
    for label in sorted(set(labels)):
        own = sorted({g for g, k in zip(groups, labels) if k == label})
        held.update(chance.sample(own, max(1, round(share * len(own)))))
    train = [i for i, group in enumerate(groups) if group not in held]
    test = [i for i, group in enumerate(groups) if group in held]
    test = list({groups[i]: i for i in reversed(test)}.values())
    return [i for i in range(len(labels)) if i not in test], test
