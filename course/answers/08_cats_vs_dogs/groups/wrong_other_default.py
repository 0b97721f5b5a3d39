# The defaults of the first line have changed: body=0.1 and weight_decay=1e-4.
def groups(net, head, lr, body=0.3, weight_decay=1e-2):
    of_head = {id(p) for p in head.parameters()}
    found = {}
    for p in net.parameters():
        if p.requires_grad:
            rate = lr if id(p) in of_head else lr * body
            decay = 0.0 if p.dim() == 1 else weight_decay
            found.setdefault((rate, decay), []).append(p)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in found.items()]
