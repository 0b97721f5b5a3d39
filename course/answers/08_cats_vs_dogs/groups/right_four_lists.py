def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    own = set(head.parameters())
    rest = [p for p in net.parameters() if p not in own]
    out = []
    for params, rate in ((head.parameters(), lr), (rest, body * lr)):
        params = [p for p in params if p.requires_grad]
        for some, decay in (([p for p in params if p.ndim > 1], weight_decay), ([p for p in params if p.ndim == 1], 0)):
            if some:
                out.append(dict(params=some, lr=rate, weight_decay=decay))
    return out
