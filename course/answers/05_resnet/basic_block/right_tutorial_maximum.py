class BasicBlock(nn.Module):
    """The projection looks at the pixels that are left, which is what a stride does."""

    expansion = 1

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        self.stride = stride
        self.net = nn.ModuleDict(
            {
                "first": nn.Conv2d(c_in, channels, (3, 3), (stride, stride), (1, 1), bias=False),
                "norm_first": nn.BatchNorm2d(channels),
                "second": nn.Conv2d(channels, channels, (3, 3), padding="same", bias=False),
                "norm_second": nn.BatchNorm2d(channels),
            }
        )
        if stride > 1 or c_in != channels:
            self.net["around"] = nn.Conv2d(c_in, channels, 1, bias=False)
            self.net["norm_around"] = nn.BatchNorm2d(channels)

    def forward(self, x):
        y = self.net["norm_first"](self.net["first"](x)).relu()
        y = self.net["norm_second"](self.net["second"](y))
        if "around" in self.net:
            x = self.net["norm_around"](self.net["around"](x[:, :, :: self.stride, :: self.stride]))
        return torch.maximum(x + y, torch.zeros(()))
