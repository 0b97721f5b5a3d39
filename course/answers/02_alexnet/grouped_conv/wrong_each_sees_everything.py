# Each small convolution reads all input channels. On its card it sees its own group only, c_in / groups of them.
class GroupedConv2d(nn.Module):
    def __init__(self, c_in, c_out, kernel, groups=2, padding=0):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(c_in, c_out // groups, kernel, padding=padding) for _ in range(groups))

    def forward(self, x):
        return torch.cat([conv(x) for conv in self.convs], dim=1)
