"""A linear classifier on features, and how strongly to hold it back: multinomial logistic regression with an L2 penalty.

>>> head = fit_head(seen.values, seen.labels)
>>> head.strength, max(head.trials.values())
(0.01, 0.995)
>>> head(other.values).argmax(dim=1)

For all strengths and all folds of the cross-validation at once: turned onto their principal axes the features are uncorrelated, and
a fixed matrix (Böhning 1992, "Multinomial logistic regression algorithm") that is then diagonal bounds the curvature of every
one of these problems. Steps by its inverse go down without a line search, and with Nesterov's momentum fast.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from convnets.base.device import one_thread
from convnets.data.pictures import mixed

STRENGTHS = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003)  # of the penalty strength / 2 * |weights|^2 beside the mean cross-entropy
FOLDS = 5
MANY = 2000  # rows from which on one of the folds says enough
LOUD = 20.0  # the standard deviation of a hint, where that of a feature is about 1
STEPS, STEPS_OF_TRIALS = 400, 120  # at most; a trial need not arrive at its optimum to tell which strength is best
CLOSE = 1e-4  # of the weights' length: a shorter step ends the search
AXES = 1e-5  # of the longest: shorter principal axes are left out


@dataclass(frozen=True)
class Head:
    """A linear layer's numbers."""

    weight: Tensor  # (K, D), for features as they are
    bias: Tensor  # (K,)
    strength: float  # of the penalty
    trials: dict[float, float]  # strength -> accuracy in cross-validation; empty where the strength was given

    def __call__(self, values: Tensor) -> Tensor:
        """(N, D) -> logits (N, K)."""
        return functional.linear(values, self.weight, self.bias)


def fit_head(
    values: Tensor,
    labels: Tensor,
    *,
    num_classes: int | None = None,
    strength: float | None = None,
    groups: Tensor | None = None,
    hints: Tensor | None = None,
    seed: int = 0,
) -> Head:
    """Fit a linear classifier to features (N, D) and their labels (N,).

    Args:
        num_classes: K; as many as there are labels if left out.
        strength: of the penalty; if left out, the one of ``STRENGTHS`` that gives the least loss in 5-fold cross-validation.
        groups: (N,) rows of the same group (views of one picture) stay in one fold.
        hints: (M, D) directions in which the classes are likely to differ, from whoever knows: the penalty hardly holds back weights
            along them, so that few pictures need to speak for them. What they say of these pictures still has to be learned.
        seed: decides the folds.

    Raises `ValueError` when there are fewer than two classes to tell apart.
    """
    if len(labels.unique()) < 2:
        raise ValueError(f"all {len(labels)} pictures are of one class: there is nothing to tell apart.")
    with one_thread(len(labels) < MANY):
        return _fit(values, labels, num_classes or int(labels.max()) + 1, strength, groups, hints, seed)


def _fit(values: Tensor, labels: Tensor, k: int, strength: float | None, groups: Tensor | None, hints: Tensor | None, seed: int) -> Head:
    values = values.double() if len(values) * values.shape[1] < 4e6 else values.float()
    middle = values.mean(dim=0)
    values = values - middle
    scale = values.square().mean().sqrt().clamp(min=1e-9)  # one for all: directions that vary more say more
    values = values / scale
    if hints is not None:  # a feature of its own, and a large one
        hints = hints.to(values)
        hints = hints * (LOUD / (values @ hints.T).std(dim=0).clamp(min=1e-9))[:, None]
        values = torch.cat([values, values @ hints.T], dim=1)
    axes = _axes(values)
    on_axes = values @ axes
    problems, folds, trials = [], None, {}
    if strength is None:
        folds = _folds(labels, groups, seed)
        problems = [(s, fold) for s in STRENGTHS for fold in range(int(folds.max()) + 1 if len(labels) < MANY else 1)]
    if problems:
        masks = torch.stack([folds != fold for _, fold in problems])
        rows = on_axes.float()
        weight, bias = _descend(rows, labels, k, masks, torch.tensor([s for s, _ in problems]), STEPS_OF_TRIALS)
        losses, accuracies = _held_out(rows, labels, weight, bias, ~masks)
        by_strength = {s: [i for i, (other, _) in enumerate(problems) if other == s] for s in STRENGTHS}
        trials = {s: accuracies[which].mean().item() for s, which in by_strength.items()}
        strength = min(by_strength, key=lambda s: losses[by_strength[s]].mean().item())
    everything = torch.ones(1, len(labels), dtype=torch.bool)
    weight, bias = _descend(on_axes, labels, k, everything, torch.tensor([strength], dtype=on_axes.dtype))
    weight = weight[0] @ axes.T
    if hints is not None:  # and yet all is linear in the features
        weight = weight[:, : len(middle)] + weight[:, len(middle) :] @ hints
    weight = weight / scale
    return Head(weight.float(), (bias[0] - weight @ middle).float(), strength, trials)


def _axes(values: Tensor) -> Tensor:
    """(D, R) principal axes of centred features (N, D), the long ones."""
    if len(values) < values.shape[1]:  # few pictures: by the small matrix of their products
        lengths, vectors = torch.linalg.eigh(values @ values.T)
        used = lengths > AXES * lengths[-1]
        return functional.normalize(values.T @ vectors[:, used], dim=0)
    lengths, vectors = torch.linalg.eigh(values.T @ values)
    return vectors[:, lengths > AXES * lengths[-1]]


def _folds(labels: Tensor, groups: Tensor | None, seed: int) -> Tensor:
    """(N,) the fold of each row, every class in its share in each."""
    if groups is None:
        groups = torch.arange(len(labels))
    members, of_row = groups.unique(return_inverse=True)
    label_of = torch.zeros(len(members), dtype=torch.int64).scatter_(0, of_row, labels)
    fold = torch.empty(len(members), dtype=torch.int64)
    fold[mixed(label_of, seed)] = torch.arange(len(members)) % min(FOLDS, len(members))
    return fold[of_row]


def _descend(values: Tensor, labels: Tensor, k: int, masks: Tensor, strengths: Tensor, steps: int = STEPS) -> tuple[Tensor, Tensor]:
    """P problems at once: the rows that each learns from (P, N), its strength (P,) -> weights (P, K, R), biases (P, K)."""
    n, r = values.shape
    p = len(masks)
    counts = masks.sum(dim=1).to(values)[:, None, None]
    target, used = functional.one_hot(labels, k).to(values), masks.T.to(values)[:, :, None]  # (N, K), (N, P, 1)
    curved = 0.5 * values.square().sum(dim=0) / counts + strengths[:, None, None]  # (P, 1, R): all rows bound the curvature of some
    weight, bias = values.new_zeros(p, k, r), values.new_zeros(p, k)
    ahead_w, ahead_b, speed = weight, bias, 1.0
    for _ in range(steps):
        logits = (values @ ahead_w.reshape(p * k, r).T).reshape(n, p, k) + ahead_b
        error = (logits.softmax(dim=2) - target[:, None]) * used
        slope_w = (error.reshape(n, p * k).T @ values).reshape(p, k, r) / counts + strengths[:, None, None] * ahead_w
        slope_b = error.sum(dim=0) / counts[:, :, 0]
        new_w, new_b = ahead_w - slope_w / curved, ahead_b - slope_b * counts[:, :, 0] / (0.5 * n)
        if ((ahead_w - new_w) * (new_w - weight)).sum() > 0:  # the momentum carries uphill: begin it anew
            speed = 1.0
        faster = (1 + (1 + 4 * speed**2) ** 0.5) / 2
        ahead_w = new_w + (speed - 1) / faster * (new_w - weight)
        ahead_b = new_b + (speed - 1) / faster * (new_b - bias)
        moved = (new_w - weight).norm(dim=(1, 2)) <= CLOSE * new_w.norm(dim=(1, 2))
        weight, bias, speed = new_w, new_b, faster
        if moved.all():
            break
    return weight, bias


def _held_out(values: Tensor, labels: Tensor, weight: Tensor, bias: Tensor, masks: Tensor) -> tuple[Tensor, Tensor]:
    """Mean loss and accuracy (P,) of each problem on the rows (P, N) it did not learn from."""
    p, k, r = weight.shape
    logits = (values @ weight.reshape(p * k, r).T).reshape(-1, p, k) + bias
    loss = functional.cross_entropy(logits.permute(0, 2, 1), labels[:, None].expand(-1, p), reduction="none")  # (N, P)
    right = (logits.argmax(dim=2) == labels[:, None]).to(values)
    counts, used = masks.sum(dim=1), masks.T
    return (loss * used).sum(dim=0) / counts, (right * used).sum(dim=0) / counts
