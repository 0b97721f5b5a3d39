def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    half = n // 2
    windows = F.pad(x, (0, 0, 0, 0, half, half)).unfold(1, n, 1)  # (B, C, H, W, n)
    return x / (k + alpha * windows.norm(dim=-1) ** 2) ** beta
