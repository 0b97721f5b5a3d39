def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    def pick_out(parameters, rate):
        parameters = [p for p in parameters if p.requires_grad]
        vectors = [p for p in parameters if p.dim() == 1]
        others = [p for p in parameters if p.dim() != 1]
        out = []
        if others:
            out.append(dict(params=others, lr=rate, weight_decay=weight_decay))
        if vectors:
            out.append(dict(params=vectors, lr=rate, weight_decay=0))
        return out

    rest = [p for p in net.parameters() if all(p is not q for q in head.parameters())]
    return pick_out(rest, body * lr) + pick_out(head.parameters(), lr)
