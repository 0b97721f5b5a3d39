# k is added after the power. It belongs inside the bracket.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares = F.pad(x.pow(2), (0, 0, 0, 0, n // 2, n // 2))
    around = sum(squares[:, i : i + x.shape[1]] for i in range(n))
    return x / (k + (alpha * around) ** beta)
