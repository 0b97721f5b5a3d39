class PartialConv2d(nn.Module):
    """All output maps with equally many inputs in one grouped convolution; then back into the table's order."""

    def __init__(self, table, kernel=5):
        super().__init__()
        sizes = sorted({len(row) for row in table})
        self.places = [[j for j, row in enumerate(table) if len(row) == n] for n in sizes]
        self.inputs = [[i for j in places for i in table[j]] for places in self.places]
        self.convs = nn.ModuleList(
            nn.Conv2d(len(inputs), len(places), kernel, groups=len(places)) for inputs, places in zip(self.inputs, self.places)
        )

    def forward(self, x):
        y = torch.cat([conv(x[:, inputs]) for conv, inputs in zip(self.convs, self.inputs)], dim=1)
        order = [j for places in self.places for j in places]
        return y[:, torch.tensor(order).argsort()]
