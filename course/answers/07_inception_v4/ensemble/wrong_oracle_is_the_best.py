# Your oracle is the best single network. Another one may be right where the best is wrong.
def vote(logits: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(logits).softmax(dim=-1).mean(dim=0).argmax(dim=-1)


def oracle(logits: list[torch.Tensor], labels: torch.Tensor) -> float:
    right = torch.stack(logits).argmax(dim=-1) == labels  # (networks, N)
    return float(right.float().mean(dim=1).max())
