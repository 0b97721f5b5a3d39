# Where the whole body is frozen, its groups are empty. Leave those out.
def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    own = {id(p) for p in head.parameters()}
    learning = [p for p in net.parameters() if p.requires_grad]
    return [
        {
            "params": [p for p in learning if (id(p) in own) == mine and (p.dim() == 1) == vector],
            "lr": lr if mine else lr * body,
            "weight_decay": 0.0 if vector else weight_decay,
        }
        for mine in (True, False)
        for vector in (True, False)
    ]
