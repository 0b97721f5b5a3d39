# Biases are without weight decay, but γ is not. Ask for the number of dimensions rather than the name.
def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    of_head = {id(p) for p in head.parameters()}
    found = {}
    for name, p in net.named_parameters():
        if p.requires_grad:
            rate = lr if id(p) in of_head else lr * body
            decay = 0.0 if name.endswith("bias") else weight_decay
            found.setdefault((rate, decay), []).append(p)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in found.items()]
