def split(labels, groups, share=0.2, seed=0):
    """Each group has a number that its name and the seed decide; the smallest are held out."""
    number = {g: hashlib.sha256(f"{seed}/{g}".encode()).hexdigest() for g in groups}
    test = []
    for k in set(labels):
        own = sorted({g for g, label in zip(groups, labels) if label == k}, key=number.get)
        held = own[: max(1, round(share * len(own)))]
        test += [i for i, g in enumerate(groups) if g in held]
    return torch.tensor(sorted(set(range(len(labels))) - set(test))), sorted(test)
