def accuracy_mask(y_hat, y):
    return y_hat.argmax(axis=1).type(y.dtype) == y


def vote(logits):
    softmax = nn.Softmax(dim=1)
    return torch.stack([softmax(o) for o in logits], dim=2).sum(dim=2).argsort(dim=1, descending=True)[:, 0]


def oracle(logits, labels):
    hits = sum(accuracy_mask(o, labels).int() for o in logits)
    return float((hits > 0).sum()) / labels.numel()
