# The padding is not handed on to the small convolutions.
class GroupedConv2d(nn.Module):
    def __init__(self, c_in, c_out, kernel, groups=2, padding=0):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(c_in // groups, c_out // groups, kernel) for _ in range(groups))

    def forward(self, x):
        pieces = x.chunk(len(self.convs), dim=1)
        return torch.cat([conv(piece) for conv, piece in zip(self.convs, pieces)], dim=1)
