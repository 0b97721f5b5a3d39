def cnr(num_channels, kernel_size, strides=1, relu=True):
    blk = nn.Sequential(nn.LazyConv2d(num_channels, kernel_size, strides, padding=kernel_size // 2, bias=False), nn.LazyBatchNorm2d())
    return blk.append(nn.ReLU()) if relu else blk


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, num_inputs, num_channels, strides=1):
        super().__init__()
        out = self.expansion * num_channels
        self.net = nn.Sequential(cnr(num_channels, 1), cnr(num_channels, 3, strides), cnr(out, 1, relu=False))
        self.conv4 = cnr(out, 1, strides, relu=False) if (num_inputs, strides) != (out, 1) else None

    def forward(self, X):
        Y = self.net(X)
        return F.relu(Y + (self.conv4(X) if self.conv4 is not None else X))
