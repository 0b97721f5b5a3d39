# Where the channels stay the same you use one convolution twice. The two have weights of their own.
class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(c_in, channels, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride=1, padding=1, bias=False)
        if stride == 1 and c_in == channels:
            self.conv2 = self.conv1
        self.bn2 = nn.BatchNorm2d(channels)
        self.project = None
        if stride != 1 or c_in != channels:
            self.project = nn.Sequential(nn.Conv2d(c_in, channels, 1, stride=stride, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        short = x if self.project is None else self.project(x)
        return F.relu(out + short)
