class PreActBlock(nn.Module):
    expansion = 1

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        self.first = nn.Sequential(nn.BatchNorm2d(c_in), nn.ReLU(inplace=True))
        self.rest = nn.Sequential(
            nn.Conv2d(c_in, channels, 3, stride, 1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels, channels, 3, 1, 1, bias=False),
        )
        self.same = stride == 1 and c_in == channels
        self.one = nn.Identity() if self.same else nn.Conv2d(c_in, channels, 1, stride, bias=False)

    def forward(self, x):
        activated = self.first(x)
        return self.rest(activated) + self.one(x if self.same else activated)
