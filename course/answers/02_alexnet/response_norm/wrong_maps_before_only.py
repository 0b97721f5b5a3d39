# The n maps all lie before the map in question. Half of its neighbours come after it.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares = F.pad(x.pow(2), (0, 0, 0, 0, n - 1, 0))
    around = sum(squares[:, i : i + x.shape[1]] for i in range(n))
    return x / (k + alpha * around) ** beta
