# All groups share one convolution. Each card has filters of its own.
class GroupedConv2d(nn.Module):
    def __init__(self, c_in, c_out, kernel, groups=2, padding=0):
        super().__init__()
        self.groups = groups
        self.conv = nn.Conv2d(c_in // groups, c_out // groups, kernel, padding=padding)

    def forward(self, x):
        return torch.cat([self.conv(piece) for piece in x.chunk(self.groups, dim=1)], dim=1)
