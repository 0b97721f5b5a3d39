class MLPConv(nn.Module):
    """The filters as parameters of its own; the functions do the rest."""

    def __init__(self, c_in, filters, kernel):
        super().__init__()
        shapes = [(o, i, k, k) for o, i, k in zip(filters, [c_in] + list(filters[:-1]), [kernel] + [1] * (len(filters) - 1))]
        self.weights = nn.ParameterList([nn.Parameter(torch.empty(shape)) for shape in shapes])
        self.biases = nn.ParameterList([nn.Parameter(torch.zeros(shape[0])) for shape in shapes])
        for weight in self.weights:
            nn.init.kaiming_normal_(weight, mode="fan_in", nonlinearity="relu")

    def forward(self, x):
        for weight, bias in zip(self.weights, self.biases):
            x = F.relu(F.conv2d(x, weight, bias, padding=tuple(side // 2 for side in weight.shape[2:])), inplace=True)
        return x
