# There are n maps on either side. It is n in all: n // 2 on either side, and the map itself.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares = F.pad(x.pow(2), (0, 0, 0, 0, n, n))
    around = sum(squares[:, i : i + x.shape[1]] for i in range(2 * n + 1))
    return x / (k + alpha * around) ** beta
