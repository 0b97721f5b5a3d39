# You write the probabilities into the list that you were given: whoever asks it next takes them for logits.
def vote(logits: list[torch.Tensor]) -> torch.Tensor:
    """The classes (N,) that several networks' logits, (N, K) each, decide on by the average of their probabilities."""
    for i, of_one in enumerate(logits):
        logits[i] = of_one.softmax(dim=-1)
    return torch.stack(logits).mean(dim=0).argmax(dim=-1)


def oracle(logits: list[torch.Tensor], labels: torch.Tensor) -> float:
    """The share of pictures that at least one of the networks gets right."""
    right = torch.stack(logits).argmax(dim=-1) == labels  # (networks, N)
    return float(right.any(dim=0).float().mean())
