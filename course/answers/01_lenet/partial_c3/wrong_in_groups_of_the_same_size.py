# Output maps stand in the order of how many inputs they see. They are to stand in the order of the table.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = sorted(table, key=len)
        self.convs = nn.ModuleList(nn.Conv2d(len(seen), 1, kernel) for seen in self.table)

    def forward(self, x):
        return torch.cat([conv(x[:, list(seen)]) for seen, conv in zip(self.table, self.convs)], dim=1)
