# You always use TABLE_I. The table comes as an argument.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = TABLE_I
        self.convs = nn.ModuleList([nn.Conv2d(len(row), 1, kernel) for row in TABLE_I])

    def forward(self, x):
        return torch.cat([conv(x[:, list(row)]) for row, conv in zip(self.table, self.convs)], dim=1)
