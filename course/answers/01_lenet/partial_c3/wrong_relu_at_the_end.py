# There is a ReLU at the end. This layer returns the plain sum; the squashing comes after it.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = table
        self.convs = nn.ModuleList([nn.Conv2d(len(row), 1, kernel) for row in table])

    def forward(self, x):
        return F.relu(torch.cat([conv(x[:, list(row)]) for row, conv in zip(self.table, self.convs)], dim=1))
