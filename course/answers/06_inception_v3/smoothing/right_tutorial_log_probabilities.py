import math


class SmoothedTargets:
    """Targets of one ε, for any labels."""

    def __init__(self, epsilon: float):
        self.epsilon = epsilon

    def __call__(self, labels, classes):
        low = self.epsilon / classes
        targets = torch.empty(labels.size(0), classes).fill_(low)
        targets.scatter_(1, labels.unsqueeze(1), 1.0 - self.epsilon + low)
        return targets


def smooth(labels, classes, epsilon=0.1):
    return SmoothedTargets(epsilon)(labels, classes)


def smoothed_loss(logits, labels, epsilon=0.1):
    log_probs = F.log_softmax(logits, dim=-1)
    with torch.no_grad():
        targets = smooth(labels, logits.size(-1), epsilon)
    return torch.sum(-targets * log_probs, dim=-1).mean()


def best_gap(classes, epsilon):
    low = epsilon / classes
    return math.log((1.0 - epsilon + low) / low)
