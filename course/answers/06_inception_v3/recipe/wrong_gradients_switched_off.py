# Gradients are switched off and never on again: after this step nothing that follows can learn. `with torch.no_grad():` ends by itself.
def rmsprop_(
    weight: torch.Tensor, gradient: torch.Tensor, mean_square: torch.Tensor, lr: float, decay: float = 0.9, eps: float = 1.0
) -> None:
    """One step of RMSProp; `weight` and `mean_square` change in place."""
    torch.set_grad_enabled(False)
    mean_square.mul_(decay).add_((1 - decay) * gradient**2)
    weight.sub_(lr * gradient / (mean_square.sqrt() + eps))


def learning_rate(epoch: int, start: float = 0.045) -> float:
    """The learning rate in an epoch, counted from 0 (Szegedy et al. 2015, section 8)."""
    return start * 0.94 ** (epoch // 2)


def clip_(gradients: list[torch.Tensor], most: float = 2.0) -> float:
    """Shorten gradients in place to a common length of at most `most`; the length before."""
    length = torch.stack([g.norm() for g in gradients]).norm().item()
    if length > most:
        for g in gradients:
            g.mul_(most / length)
    return length
