from typing import Callable

from torch import Tensor


def _criterion(logits: Tensor, target: Tensor) -> Tensor:
    return -logits.log_softmax(dim=1).gather(1, target[:, None]).mean()


def train_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    image: Tensor,
    target: Tensor,
    criterion: Callable[[Tensor, Tensor], Tensor] = _criterion,
) -> float:
    model.train(True)
    with torch.set_grad_enabled(True):
        loss = criterion(model(image), target)
    params = [p for p in model.parameters() if p.requires_grad]
    for p, grad in zip(params, torch.autograd.grad(loss, params)):
        p.grad = grad  # in the place of whatever was there
    optimizer.step()
    return loss.detach().cpu().item()
