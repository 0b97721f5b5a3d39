# You average over the pictures. The mean goes over the networks, so that each picture keeps an answer of its own.
def vote(logits: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(logits).softmax(dim=-1).mean(dim=1).argmax(dim=-1)


def oracle(logits: list[torch.Tensor], labels: torch.Tensor) -> float:
    right = torch.stack(logits).argmax(dim=-1) == labels  # (networks, N)
    return float(right.any(dim=0).float().mean())
