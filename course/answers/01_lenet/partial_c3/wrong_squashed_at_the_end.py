# You squash the result inside this layer. It returns the plain sum; the squashing comes after it.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = table
        self.convs = nn.ModuleList([nn.Conv2d(len(row), 1, kernel) for row in table])

    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * torch.cat([conv(x[:, list(row)]) for row, conv in zip(self.table, self.convs)], dim=1))
