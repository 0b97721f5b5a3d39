# Beyond the first and the last map their values are repeated. There is nothing there.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares = x.pow(2)
    squares = torch.cat([squares[:, :1]] * (n // 2) + [squares] + [squares[:, -1:]] * (n // 2), dim=1)
    around = sum(squares[:, i : i + x.shape[1]] for i in range(n))
    return x / (k + alpha * around) ** beta
