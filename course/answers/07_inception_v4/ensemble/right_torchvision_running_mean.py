from typing import List


@torch.no_grad()
def vote(logits: List[torch.Tensor]) -> torch.Tensor:
    mean = torch.zeros_like(logits[0])
    for n, of_one in enumerate(logits, 1):
        mean += (nn.functional.softmax(of_one, dim=1) - mean) / n
    return mean.topk(1, dim=1).indices.squeeze(1)


@torch.no_grad()
def oracle(logits: List[torch.Tensor], labels: torch.Tensor) -> float:
    top = torch.cat([of_one.topk(1, dim=1).indices for of_one in logits], dim=1)
    return top.eq(labels[:, None]).any(dim=1).double().mean().item()
