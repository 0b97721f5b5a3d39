# You take the last child of the network for the head, whatever `head` is.
def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    of_head = {id(p) for p in list(net.children())[-1].parameters()}
    found = {}
    for p in net.parameters():
        if p.requires_grad:
            rate = lr if id(p) in of_head else lr * body
            decay = 0.0 if p.dim() == 1 else weight_decay
            found.setdefault((rate, decay), []).append(p)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in found.items()]
