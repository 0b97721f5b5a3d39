class ResponseNorm(nn.Module):
    def __init__(self, n, k, alpha, beta):
        super().__init__()
        self.n, self.k, self.alpha, self.beta = n, k, alpha, beta
        self.register_buffer("ones", torch.ones(1, 1, n, 1, 1))

    def forward(self, X):
        around = F.conv3d(X.pow(2).unsqueeze(1), self.ones, padding=(self.n // 2, 0, 0)).squeeze(1)
        return X * torch.pow(self.k + self.alpha * around, -self.beta)


def response_norm(X, n=5, k=2.0, alpha=1e-4, beta=0.75):
    return ResponseNorm(n, k, alpha, beta)(X)
