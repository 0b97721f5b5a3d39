def split(labels, groups, share=0.2, seed=0):
    """Groups as lists of indices, shuffled class by class."""
    members = {}
    for i, name in enumerate(groups):
        members.setdefault(name, []).append(i)
    rng = random.Random(f"split {seed}")
    by_class = {}
    for name, indices in members.items():
        by_class.setdefault(labels[indices[0]], []).append(indices)
    train, test = [], []
    for sets in by_class.values():
        rng.shuffle(sets)
        n = round(share * len(sets)) or 1
        for s in sets[:n]:
            test.extend(s)
        for s in sets[n:]:
            train.extend(s)
    return train, test
