def groups(net, head, lr, body=0.1, weight_decay=1e-4):
    """One group for each module that holds something, its vectors apart."""
    fast = {*head.modules()}
    param_groups, seen = [], set()
    for module in net.modules():
        decay, no_decay = [], []
        for name, param in module.named_parameters(recurse=False):
            if not param.requires_grad or param in seen:
                continue
            seen.add(param)
            (no_decay if len(param.shape) == 1 else decay).append(param)
        scale = 1.0 if module in fast else body
        for params, wd in ((no_decay, 0.0), (decay, weight_decay)):
            if params:
                param_groups.append({"params": params, "lr": lr * scale, "weight_decay": wd})
    return param_groups
