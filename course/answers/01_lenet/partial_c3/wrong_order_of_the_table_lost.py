# The output maps come sorted by how many inputs they have. They belong in the order of the table.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = sorted(table, key=len)
        self.convs = nn.ModuleList([nn.Conv2d(len(row), 1, kernel) for row in self.table])

    def forward(self, x):
        return torch.cat([conv(x[:, list(row)]) for row, conv in zip(self.table, self.convs)], dim=1)
