def shift(X, dx, dy, background):
    Y = torch.full_like(X, background)
    h, w = X.shape[2:]
    for i in range(h):
        if 0 <= i - dy < h:
            for j in range(w):
                if 0 <= j - dx < w:
                    Y[:, :, i, j] = X[:, :, i - dy, j - dx]
    return Y


@torch.no_grad()
def shifted_accuracy(net, images, labels, dx, dy, background=0.0):
    net.eval()
    correct = 0
    for X, y in zip(images.split(64), labels.split(64)):
        y_hat = net(shift(X, dx, dy, background))
        correct += int((y_hat.argmax(axis=1) == y).sum())
    return correct / len(labels)
