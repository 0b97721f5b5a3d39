# The classes come out as floating-point numbers. They are an int64 tensor, as argmax gives it.
def vote(logits: list[torch.Tensor]) -> torch.Tensor:
    """The classes (N,) that several networks' logits, (N, K) each, decide on by the average of their probabilities."""
    return torch.stack(logits).softmax(dim=-1).mean(dim=0).argmax(dim=-1).float()


def oracle(logits: list[torch.Tensor], labels: torch.Tensor) -> float:
    """The share of pictures that at least one of the networks gets right."""
    right = torch.stack(logits).argmax(dim=-1) == labels  # (networks, N)
    return float(right.any(dim=0).float().mean())
