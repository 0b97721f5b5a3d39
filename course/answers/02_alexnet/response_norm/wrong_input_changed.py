# The result is right, and x has been changed on the way: `/=` works in place.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares = F.pad(x.pow(2), (0, 0, 0, 0, n // 2, n // 2))
    x /= (k + alpha * sum(squares[:, i : i + x.shape[1]] for i in range(n))) ** beta
    return x
