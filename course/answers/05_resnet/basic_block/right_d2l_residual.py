class BasicBlock(nn.Module):
    """d2l calls it Residual, and leaves it to the caller whether there is a 1x1 convolution."""

    expansion = 1

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        use_1x1conv = stride != 1 or c_in != channels
        self.conv1 = nn.LazyConv2d(channels, kernel_size=3, padding=1, stride=stride, bias=False)
        self.conv2 = nn.LazyConv2d(channels, kernel_size=3, padding=1, bias=False)
        self.bn1, self.bn2 = nn.LazyBatchNorm2d(), nn.LazyBatchNorm2d()
        self.conv3 = nn.Sequential()
        if use_1x1conv:
            self.conv3 = nn.Sequential(nn.LazyConv2d(channels, kernel_size=1, stride=stride, bias=False), nn.LazyBatchNorm2d())

    def forward(self, X):
        Y = F.relu(self.bn1(self.conv1(X)))
        Y = self.bn2(self.conv2(Y))
        Y += self.conv3(X)
        return F.relu(Y)
