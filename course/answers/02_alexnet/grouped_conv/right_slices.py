class GroupedConv2d(nn.Module):
    def __init__(self, c_in, c_out, kernel, groups=2, padding=0):
        super().__init__()
        self.size = c_in // groups
        self.cards = nn.ModuleList()
        for _ in range(groups):
            self.cards.append(nn.Conv2d(self.size, c_out // groups, (kernel, kernel), 1, padding))

    def forward(self, x):
        results = []
        for number, card in enumerate(self.cards):
            start = number * self.size
            results.append(card(x[:, start : start + self.size]))
        return torch.cat(results, dim=1)
