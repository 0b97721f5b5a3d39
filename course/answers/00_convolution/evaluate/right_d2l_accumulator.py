class Accumulator:
    """For accumulating sums over n variables."""

    def __init__(self, n):
        self.data = [0.0] * n

    def add(self, *args):
        self.data = [a + float(b) for a, b in zip(self.data, args)]

    def __getitem__(self, idx):
        return self.data[idx]


def accuracy(y_hat, y):
    return float((y_hat.argmax(axis=1).type(y.dtype) == y).type(y.dtype).sum())


def evaluate(net, data_iter):
    was_training = net.training
    net.eval()
    metric = Accumulator(3)  # correct predictions, sum of losses, pictures
    with torch.no_grad():
        for X, y in data_iter:
            y_hat = net(X)
            l = nn.CrossEntropyLoss(reduction="none")(y_hat, y)
            metric.add(accuracy(y_hat, y), l.sum(), y.numel())
    net.train(was_training)
    return metric[0] / metric[2], metric[1] / metric[2]
