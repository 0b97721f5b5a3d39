import math
from functools import partial


def smooth(labels: torch.Tensor, classes: int, epsilon: float = 0.1) -> torch.Tensor:
    confidence = 1.0 - epsilon
    return torch.stack([torch.arange(classes).eq(label).float() * confidence + epsilon / classes for label in labels])


class SmoothLoss(nn.Module):
    def __init__(self, smoothing=0.1):
        super().__init__()
        self.smoothing, self.confidence = smoothing, 1.0 - smoothing

    def forward(self, x, target):
        logprobs = x.log_softmax(dim=-1)
        nll = -logprobs[torch.arange(len(target)), target]
        spread = -logprobs.mean(dim=-1)
        return (self.confidence * nll + self.smoothing * spread).mean()


def smoothed_loss(logits, labels, epsilon=0.1):
    return SmoothLoss(smoothing=epsilon)(logits, labels)


log_of_quotient = partial(math.log1p)


def best_gap(classes: int, epsilon: float) -> float:
    return log_of_quotient((1 - epsilon) * classes / epsilon)
