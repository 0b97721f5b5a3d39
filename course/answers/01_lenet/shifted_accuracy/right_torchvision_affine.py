from contextlib import contextmanager

from torch import Tensor


@contextmanager
def _evaluating(model: nn.Module):
    model.train(False)
    with torch.no_grad():
        yield model


def _shift(images: Tensor, dx: int, dy: int, background: float) -> Tensor:
    """Look up where each new pixel comes from; places outside come from a frame of background."""
    h, w = images.shape[-2:]
    framed = F.pad(images, (1, 1, 1, 1), value=background)
    rows = (torch.arange(h) - dy).clamp(-1, h) + 1
    columns = (torch.arange(w) - dx).clamp(-1, w) + 1
    return framed[:, :, rows][:, :, :, columns]


def shifted_accuracy(model: nn.Module, images: Tensor, labels: Tensor, dx: int, dy: int, background: float = 0.0) -> float:
    with _evaluating(model):
        _, predicted = model(_shift(images, dx, dy, background)).max(dim=1)
    return predicted.eq(labels).double().mean().item()
