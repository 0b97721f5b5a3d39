def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    """A group for every tensor: many, and each simple."""
    return [
        {
            "params": [p],
            "lr": lr if any(p is q for q in head.parameters()) else lr * body,
            "weight_decay": weight_decay if len(p.shape) > 1 else 0.0,
        }
        for p in net.parameters()
        if p.requires_grad
    ]
