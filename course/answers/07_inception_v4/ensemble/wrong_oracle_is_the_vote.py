# Your oracle is the accuracy of the vote. It asks whether any network is right, chosen or not.
def vote(logits: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(logits).softmax(dim=-1).mean(dim=0).argmax(dim=-1)


def oracle(logits: list[torch.Tensor], labels: torch.Tensor) -> float:
    right = (vote(logits) == labels)[None]
    return float(right.any(dim=0).float().mean())
