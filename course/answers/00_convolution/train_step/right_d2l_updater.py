def train_step(net, updater, X, y):
    if isinstance(net, nn.Module):
        net.train()
    y_hat = net(X)
    l = nn.CrossEntropyLoss(reduction="none")(y_hat, y)
    updater.zero_grad()
    l.mean().backward()
    updater.step()
    return float(l.sum()) / y.numel()
