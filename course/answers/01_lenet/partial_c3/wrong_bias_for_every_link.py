# Each link has a bias of its own. Only each output map has one: 16 for Table I, not 60.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = table
        self.convs = nn.ModuleList([nn.ModuleList([nn.Conv2d(1, 1, kernel) for i in row]) for row in table])

    def forward(self, x):
        maps = []
        for row, convs in zip(self.table, self.convs):
            maps.append(sum(conv(x[:, i:i + 1]) for i, conv in zip(row, convs)))
        return torch.cat(maps, dim=1)
