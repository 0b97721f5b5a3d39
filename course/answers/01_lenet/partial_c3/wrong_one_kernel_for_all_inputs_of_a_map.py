# You add up the chosen maps and convolve the sum, so all links of an output map share one kernel. Each link has its own.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = table
        self.convs = nn.ModuleList([nn.Conv2d(1, 1, kernel) for row in table])

    def forward(self, x):
        return torch.cat([conv(x[:, list(row)].sum(1, keepdim=True)) for row, conv in zip(self.table, self.convs)], dim=1)
