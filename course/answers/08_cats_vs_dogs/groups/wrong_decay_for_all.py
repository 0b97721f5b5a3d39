# Biases, γ and β get weight decay too. It is for weights, tensors with more than one dimension.
def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    of_head = {id(p) for p in head.parameters()}
    found = {}
    for p in net.parameters():
        if p.requires_grad:
            rate = lr if id(p) in of_head else lr * body
            decay = weight_decay
            found.setdefault((rate, decay), []).append(p)
    return [{"params": params, "lr": rate, "weight_decay": decay} for (rate, decay), params in found.items()]
