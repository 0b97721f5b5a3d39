class BasicBlock(PlainBlock):
    expansion = 1

    def __init__(self, c_in, channels, stride=1):
        super().__init__(c_in, channels, stride)
        if stride == 1 and c_in == channels:
            self.way_around = nn.Identity()
        else:
            self.way_around = nn.Sequential(nn.Conv2d(c_in, channels, 1, stride, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return (self.branch(x) + self.way_around(x)).clamp(min=0)
