def normalise(x):
    near = F.pad(x**2, (0, 0, 0, 0, 2, 2)).unfold(1, 5, 1).sum(-1)
    return x / (2 + 1e-4 * near) ** 0.75


class HalfOff(nn.Module):
    def forward(self, x):
        return 2 * x * (torch.rand_like(x) < 0.5) if self.training else x


class Split(nn.Module):
    """A convolution in groups, out of ordinary ones."""

    def __init__(self, c_in, c_out, kernel, groups):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(c_out, c_in // groups, kernel, kernel) * 0.01)
        self.bias = nn.Parameter(torch.zeros(c_out))
        self.groups = groups

    def forward(self, x):
        return F.conv2d(x, self.weight, self.bias, padding=self.weight.shape[-1] // 2, groups=self.groups)


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000, divide=1, groups=1, first=(11, 4, 0), side=6):
        super().__init__()
        n = {filters: filters // divide for filters in (96, 256, 384, 4096)}
        self.one = nn.Conv2d(3, n[96], *first)
        self.five = Split(n[384], n[256], 3, groups)
        self.four = Split(n[384], n[384], 3, groups)
        self.two = Split(n[96], n[256], 5, groups)
        self.three = Split(n[256], n[384], 3, 1)
        self.last = nn.Linear(n[4096], num_classes)
        self.hidden = nn.ModuleList([nn.Linear(n[256] * side**2, n[4096]), nn.Linear(n[4096], n[4096])])
        self.drop = HalfOff()

    def forward(self, x):
        for conv in (self.one, self.two):
            x = normalise(torch.relu(conv(x)))
            x = F.max_pool2d(x, kernel_size=3, stride=2)
        for conv in (self.three, self.four, self.five):
            x = torch.relu(conv(x))
        x = F.max_pool2d(x, kernel_size=3, stride=2)
        x = x.reshape(len(x), -1)
        for linear in self.hidden:
            x = self.drop(torch.relu(linear(x)))
        return self.last(x)
