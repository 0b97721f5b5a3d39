def mask_out(X, i, j, size, value):
    Y = X.clone()
    Y[:, i : i + size, j : j + size] = value
    return Y


def occlusion_map(net, X, label, size, stride=1, value=0.0):
    h, w = X.shape[1:]
    net.eval()
    places = [(i, j) for i in range(0, h - size + 1, stride) for j in range(0, w - size + 1, stride)]
    with torch.no_grad():
        y_hat = net(torch.stack([mask_out(X, i, j, size, value) for i, j in places]))
    probs = torch.exp(y_hat) / torch.exp(y_hat).sum(dim=1, keepdim=True)
    return probs[:, label].reshape((h - size) // stride + 1, -1)
