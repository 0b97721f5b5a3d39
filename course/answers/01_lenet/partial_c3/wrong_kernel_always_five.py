# The kernel is always 5×5; it should be the argument, kernel × kernel.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = table
        self.convs = nn.ModuleList([nn.Conv2d(len(row), 1, 5) for row in table])

    def forward(self, x):
        return torch.cat([conv(x[:, list(row)]) for row, conv in zip(self.table, self.convs)], dim=1)
