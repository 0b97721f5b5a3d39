# The labels get a second dimension in place, by unsqueeze_: whoever gave them has other labels afterwards. Without the underscore a new view is made.
import math


def smooth(labels, classes, epsilon=0.1):
    targets = torch.full((len(labels), classes), epsilon / classes)
    return targets.scatter_(1, labels.unsqueeze_(1), 1 - epsilon + epsilon / classes)


def smoothed_loss(logits, labels, epsilon=0.1):
    return -(smooth(labels, logits.shape[1], epsilon) * logits.log_softmax(1)).sum(1).mean()


def best_gap(classes, epsilon):
    return math.log1p((1 - epsilon) * classes / epsilon)
