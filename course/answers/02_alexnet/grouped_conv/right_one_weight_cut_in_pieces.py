class GroupedConv2d(nn.Module):
    def __init__(self, c_in, c_out, kernel, groups=2, padding=0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(c_out, c_in // groups, kernel, kernel) * 0.1)
        self.bias = nn.Parameter(torch.zeros(c_out))
        self.groups, self.padding = groups, padding

    def forward(self, x):
        parts = zip(x.chunk(self.groups, 1), self.weight.chunk(self.groups), self.bias.chunk(self.groups))
        return torch.cat([F.conv2d(part, w, b, padding=self.padding) for part, w, b in parts], 1)
