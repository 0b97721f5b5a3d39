# squeeze() takes away the batch's dimension when there is one picture.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.table = table
        self.convs = nn.ModuleList(nn.Conv2d(len(seen), 1, kernel) for seen in table)

    def forward(self, x):
        return torch.stack([conv(x[:, list(seen)]).squeeze() for seen, conv in zip(self.table, self.convs)], dim=-3)
