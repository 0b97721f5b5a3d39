from contextlib import contextmanager
from typing import Iterable, NamedTuple

from torch import Tensor


class Metrics(NamedTuple):
    acc1: float
    loss: float


@contextmanager
def evaluating(model: nn.Module):
    mode = model.training
    try:
        yield model.eval()
    finally:
        model.train(mode)


@torch.no_grad()
def evaluate(model: nn.Module, data_loader: Iterable[tuple[Tensor, Tensor]]) -> Metrics:
    criterion = nn.CrossEntropyLoss(reduction="sum")
    hits, losses = [], []
    with evaluating(model):
        for image, target in data_loader:
            output = model(image)
            _, pred = output.topk(1, dim=1)
            hits.append(pred.squeeze(1).eq(target))
            losses.append(criterion(output, target).item())
    hits = torch.cat(hits)
    return Metrics(hits.sum().item() / hits.numel(), sum(losses) / hits.numel())
