# You take all maps from the first to the last one that a row names. Some of those between are not in the row.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = table
        self.convs = nn.ModuleList([nn.Conv2d(max(row) - min(row) + 1, 1, kernel) for row in table])

    def forward(self, x):
        return torch.cat([conv(x[:, min(row):max(row) + 1]) for row, conv in zip(self.table, self.convs)], dim=1)
