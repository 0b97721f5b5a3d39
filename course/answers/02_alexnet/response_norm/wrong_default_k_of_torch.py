# k is 1 unless one says otherwise, which is PyTorch's default. The paper's is 2.
def response_norm(
    x: torch.Tensor, n: int = 5, k: float = 1.0, alpha: float = 1e-4, beta: float = 0.75
) -> torch.Tensor:
    squares = F.pad(x.pow(2), (0, 0, 0, 0, n // 2, n // 2))
    around = sum(squares[:, i : i + x.shape[1]] for i in range(n))
    return x / (k + alpha * around) ** beta
