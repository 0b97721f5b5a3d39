# This is PyTorch's own normalisation, and with the paper's α handed on as it is, though PyTorch averages where the paper adds.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    return nn.LocalResponseNorm(n, alpha, beta, k)(x)
