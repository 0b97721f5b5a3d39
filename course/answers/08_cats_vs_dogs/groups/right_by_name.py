def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    prefix = next(name for name, module in net.named_modules() if module is head)
    table = {(h, v): [] for h in (True, False) for v in (True, False)}
    for name, p in net.named_parameters():
        if p.requires_grad:
            table[name.startswith(prefix + "."), p.dim() == 1].append(p)
    rates, decays = {True: lr, False: lr * body}, {True: 0.0, False: weight_decay}
    return [{"params": ps, "lr": rates[h], "weight_decay": decays[v]} for (h, v), ps in table.items() if ps]
