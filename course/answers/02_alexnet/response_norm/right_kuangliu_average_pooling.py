def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    b, c, h, w = x.size()
    out = (x * x).view(b, 1, c, h * w)
    out = F.avg_pool2d(out, kernel_size=(n, 1), stride=1, padding=(n // 2, 0)) * n
    out = out.view(b, c, h, w).mul_(alpha).add_(k).pow_(beta)
    return x / out
