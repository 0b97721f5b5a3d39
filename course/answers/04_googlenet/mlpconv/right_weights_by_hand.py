class MLPConv(nn.Module):
    """The 1x1 layers by einsum."""

    def __init__(self, c_in, filters, kernel):
        super().__init__()
        self.first = nn.Conv2d(c_in, filters[0], kernel, padding=(kernel - 1) // 2)
        self.others = nn.ModuleList(nn.Conv2d(a, b, 1) for a, b in zip(filters, filters[1:]))

    def forward(self, x):
        x = self.first(x).clamp(min=0)
        for layer in self.others:
            x = torch.relu(layer(x))
        return x
