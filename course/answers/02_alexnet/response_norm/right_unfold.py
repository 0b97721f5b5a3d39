def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    padded = F.pad(torch.square(x), [0, 0, 0, 0, n // 2, n // 2])
    around = padded.unfold(1, n, 1).sum(-1)
    return torch.div(x, torch.pow(torch.add(around * alpha, k), beta))
