# The sum goes over all maps. Only the n nearest count.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    around = x.pow(2).sum(dim=1, keepdim=True)
    return x / (k + alpha * around) ** beta
