# The values are added up as they are. Their squares should be.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    values = F.pad(x.abs(), (0, 0, 0, 0, n // 2, n // 2))
    around = sum(values[:, i : i + x.shape[1]] for i in range(n))
    return x / (k + alpha * around) ** beta
