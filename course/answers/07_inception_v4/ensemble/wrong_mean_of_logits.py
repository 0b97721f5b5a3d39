# You average the logits (or multiply probabilities, which comes to the same), so the loudest network decides. The average of the probabilities is wanted.
def vote(logits: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(logits).mean(dim=0).argmax(dim=-1)


def oracle(logits: list[torch.Tensor], labels: torch.Tensor) -> float:
    right = torch.stack(logits).argmax(dim=-1) == labels  # (networks, N)
    return float(right.any(dim=0).float().mean())
