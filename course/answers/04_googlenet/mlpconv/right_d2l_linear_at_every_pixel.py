class MLPConv(nn.Module):
    """The layers behind the first are fully connected layers on the channels of each pixel."""

    def __init__(self, c_in, filters, kernel):
        super().__init__()
        self.conv = nn.Conv2d(c_in, filters[0], kernel, padding=kernel // 2)
        self.mlp = nn.Sequential()
        for num_inputs, num_hiddens in zip(filters, filters[1:]):
            self.mlp.append(nn.Linear(num_inputs, num_hiddens))
            self.mlp.append(nn.ReLU())

    def forward(self, X):
        X = torch.relu(self.conv(X)).permute(0, 2, 3, 1)
        return self.mlp(X).permute(0, 3, 1, 2)
