# There are always two groups here; `groups` says how many.
class GroupedConv2d(nn.Module):
    def __init__(self, c_in, c_out, kernel, groups=2, padding=0):
        super().__init__()
        self.first = nn.Conv2d(c_in // 2, c_out // 2, kernel, padding=padding)
        self.second = nn.Conv2d(c_in - c_in // 2, c_out - c_out // 2, kernel, padding=padding)
        self.half = c_in // 2

    def forward(self, x):
        return torch.cat([self.first(x[:, : self.half]), self.second(x[:, self.half :])], dim=1)
