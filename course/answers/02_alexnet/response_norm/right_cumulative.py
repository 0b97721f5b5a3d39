def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    c, half = x.shape[1], n // 2
    running = F.pad(x.double().square().cumsum(1), (0, 0, 0, 0, 1, 0))
    ends = (torch.arange(c) + half + 1).clamp(max=c)
    starts = (torch.arange(c) - half).clamp(min=0)
    around = running[:, ends] - running[:, starts]
    return (x / (k + alpha * around) ** beta).float()
