def evaluate(net, loader):
    mode = net.training
    net.eval()
    n, right, total = 0, 0.0, 0.0
    for x, y in loader:
        with torch.no_grad():
            z = net(x)
        right += float((z.max(1)[1] == y).float().sum())
        total += float(F.cross_entropy(z, y)) * x.size(0)
        n += x.size(0)
    if mode:
        net.train()
    return right / n, total / n
