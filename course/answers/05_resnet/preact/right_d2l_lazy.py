class PreActBlock(nn.Module):
    expansion = 1

    def __init__(self, num_inputs, num_channels, strides=1):
        super().__init__()
        self.act = nn.Sequential(nn.LazyBatchNorm2d(), nn.ReLU())
        self.conv1 = nn.LazyConv2d(num_channels, kernel_size=3, padding=1, stride=strides, bias=False)
        self.blk = nn.Sequential(nn.LazyBatchNorm2d(), nn.ReLU(), nn.LazyConv2d(num_channels, kernel_size=3, padding=1, bias=False))
        self.conv3 = nn.LazyConv2d(num_channels, kernel_size=1, stride=strides, bias=False)
        if num_inputs == num_channels and strides == 1:
            self.conv3 = None

    def forward(self, X):
        A = self.act(X)
        Y = self.blk(self.conv1(A))
        return Y + X if self.conv3 is None else Y + self.conv3(A)
