# You subtract 1 from the entries of the table. They count from 0 already, and -1 is the last map.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = table
        self.convs = nn.ModuleList([nn.Conv2d(len(row), 1, kernel) for row in table])

    def forward(self, x):
        return torch.cat([conv(x[:, [i - 1 for i in row]]) for row, conv in zip(self.table, self.convs)], dim=1)
