import numpy as np


def _probabilities(of_one):
    z = of_one.numpy().astype(np.float64)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def vote(logits):
    return torch.from_numpy(np.mean([_probabilities(y) for y in logits], axis=0).argmax(axis=1))


def oracle(logits, labels):
    right = np.array([[int(row.argmax()) == int(label) for row, label in zip(y, labels)] for y in logits])
    return float(right.max(axis=0).mean())
