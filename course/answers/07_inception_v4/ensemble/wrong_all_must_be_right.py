# Your oracle wants every network to be right. One is enough.
def vote(logits: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(logits).softmax(dim=-1).mean(dim=0).argmax(dim=-1)


def oracle(logits: list[torch.Tensor], labels: torch.Tensor) -> float:
    right = torch.stack(logits).argmax(dim=-1) == labels  # (networks, N)
    return float(right.all(dim=0).float().mean())
