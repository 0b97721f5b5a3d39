import math


def smooth(labels, classes, epsilon=0.1):
    q = torch.full((len(labels), classes), epsilon / classes)
    q[torch.arange(len(labels)), labels] += 1 - epsilon
    return q


def smoothed_loss(logits, labels, epsilon=0.1):
    log_p = torch.log_softmax(logits, -1)
    hard = -log_p.gather(1, labels[:, None]).mean()
    uniform = -log_p.mean()
    return (1 - epsilon) * hard + epsilon * uniform


def best_gap(classes, epsilon):
    return math.log((1 - epsilon) * classes / epsilon + 1)
