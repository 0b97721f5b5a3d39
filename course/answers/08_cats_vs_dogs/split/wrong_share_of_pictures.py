# You fill the test side until it holds `share` of the *pictures*. Count groups: round(share * number of groups) of each class.
def split(labels, groups, share=0.2, seed=0):
    chance = random.Random(seed)
    held = set()
    for label in sorted(set(labels)):
        own = sorted({g for g, k in zip(groups, labels) if k == label})
        chance.shuffle(own)
        room = share * labels.count(label)
        for name in own:
            if room <= 0:
                break
            room -= groups.count(name)
            held.add(name)
    train = [i for i, group in enumerate(groups) if group not in held]
    test = [i for i, group in enumerate(groups) if group in held]
    return train, test
