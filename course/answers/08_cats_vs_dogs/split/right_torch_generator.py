def split(labels, groups, share=0.2, seed=0):
    g = torch.Generator().manual_seed(seed)
    class_of = {}
    for name, label in zip(groups, labels):
        class_of[name] = label
    names = sorted(class_of)
    order = torch.randperm(len(names), generator=g).tolist()
    test_groups = set()
    for k in sorted(set(labels)):
        own = [names[i] for i in order if class_of[names[i]] == k]
        n = max(1, round(share * len(own)))
        test_groups |= set(own[:n])
    everything = range(len(labels))
    return [i for i in everything if groups[i] not in test_groups], [i for i in everything if groups[i] in test_groups]
