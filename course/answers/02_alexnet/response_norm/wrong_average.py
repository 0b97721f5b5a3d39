# The squares are averaged. The paper adds them up: this is PyTorch's α, five times as large.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares = F.pad(x.pow(2), (0, 0, 0, 0, n // 2, n // 2))
    around = sum(squares[:, i : i + x.shape[1]] for i in range(n)) / n
    return x / (k + alpha * around) ** beta
