class Card(nn.Sequential):
    def __init__(self, num_channels, kernel_size, padding):
        super().__init__(nn.LazyConv2d(num_channels, kernel_size=kernel_size, padding=padding))


class GroupedConv2d(nn.Module):
    def __init__(self, c_in, c_out, kernel, groups=2, padding=0):
        super().__init__()
        self.num_cards = groups
        for i in range(groups):
            self.add_module(f"card{i}", Card(c_out // groups, kernel, padding))

    def forward(self, X):
        Xs = torch.tensor_split(X, self.num_cards, dim=1)
        return torch.cat([getattr(self, f"card{i}")(x) for i, x in enumerate(Xs)], dim=1)
