def warm_start(deep, shallow):
    old, new = shallow.state_dict(), deep.state_dict()
    names = [k for k, v in new.items() if v.dim() == 4]
    at = 0
    for k in [k for k, v in old.items() if v.dim() == 4][:4]:
        while new[names[at]].shape != old[k].shape:
            at += 1
        new[names[at]] = old[k]
        new[names[at].replace("weight", "bias")] = old[k.replace("weight", "bias")]
        at += 1
    for theirs, k in zip((k for k, v in new.items() if v.dim() == 2), (k for k, v in old.items() if v.dim() == 2)):
        new[theirs] = old[k]
        new[theirs.replace("weight", "bias")] = old[k.replace("weight", "bias")]
    deep.load_state_dict(new)
