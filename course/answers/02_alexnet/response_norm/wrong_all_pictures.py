# The sum goes over the pictures of the batch as well. Each picture is normalised by itself.
def response_norm(
    x: torch.Tensor, n: int = 5, k: float = 2.0, alpha: float = 1e-4, beta: float = 0.75
) -> torch.Tensor:
    squares = F.pad(x.pow(2).sum(0, keepdim=True), (0, 0, 0, 0, n // 2, n // 2))
    around = sum(squares[:, i : i + x.shape[1]] for i in range(n))
    return x / (k + alpha * around) ** beta
