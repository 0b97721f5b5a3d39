# The neighbours are taken along a row of the picture. They are neighbouring maps, at the same place.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares = F.pad(x.pow(2), (n // 2, n // 2))
    around = sum(squares[..., i : i + x.shape[3]] for i in range(n))
    return x / (k + alpha * around) ** beta
