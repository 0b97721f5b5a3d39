class GroupedConv2d(nn.Module):
    def __init__(self, c_in, c_out, kernel, groups=2, padding=0):
        super().__init__()
        self.pad = padding
        self.weights = nn.ParameterList(nn.Parameter(torch.randn(c_out // groups, c_in // groups, kernel, kernel) / kernel) for _ in range(groups))
        self.biases = nn.ParameterList(nn.Parameter(torch.zeros(c_out // groups)) for _ in range(groups))

    def forward(self, x):
        b, c, h, w = x.shape
        n_out, per, k, _ = self.weights[0].shape
        y = x.new_empty(b, n_out * len(self.weights), h + 2 * self.pad - k + 1, w + 2 * self.pad - k + 1)
        for g, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            y[:, g * n_out : (g + 1) * n_out] = F.conv2d(x.narrow(1, g * per, per), weight, bias, padding=self.pad)
        return y
