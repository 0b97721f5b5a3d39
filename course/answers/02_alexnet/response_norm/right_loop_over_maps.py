def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    squares, y = x * x, torch.empty_like(x)
    maps, half = x.shape[1], n // 2
    for i in range(maps):
        first, last = max(0, i - half), min(maps - 1, i + half)
        y[:, i] = x[:, i] / (k + alpha * squares[:, first : last + 1].sum(dim=1)) ** beta
    return y
