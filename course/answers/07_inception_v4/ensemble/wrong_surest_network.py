# You listen to the network that is surest. All of them have a vote, each the same.
def vote(logits: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(logits).softmax(dim=-1).amax(dim=0).argmax(dim=-1)


def oracle(logits: list[torch.Tensor], labels: torch.Tensor) -> float:
    right = torch.stack(logits).argmax(dim=-1) == labels  # (networks, N)
    return float(right.any(dim=0).float().mean())
