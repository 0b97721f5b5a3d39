from itertools import groupby


def split(labels, groups, share=0.2, seed=0):
    pairs = sorted(set(zip(labels, groups)))
    rnd = random.Random(f"split {seed}")
    test_groups = []
    for _, of_class in groupby(pairs, key=lambda pair: pair[0]):
        names = [name for _, name in of_class]
        rnd.shuffle(names)
        test_groups.extend(names[: max(round(len(names) * share), 1)])
    indices = range(len(groups))
    train = list(filter(lambda i: groups[i] not in test_groups, indices))
    test = list(filter(lambda i: groups[i] in test_groups, indices))
    return train, test
