class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, in_planes, planes, stride=1):
        super(Bottleneck, self).__init__()
        self.stride = stride
        self.conv1 = nn.Linear(in_planes, planes, bias=False)  # 1x1: a linear layer on the channels of each pixel
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.conv3 = nn.Linear(planes, self.expansion*planes, bias=False)
        self.bn3 = nn.BatchNorm2d(self.expansion*planes)
        self.shortcut = nn.Identity()
        if stride != 1 or in_planes != self.expansion*planes:
            self.shortcut = nn.Linear(in_planes, self.expansion*planes, bias=False)
            self.bn4 = nn.BatchNorm2d(self.expansion*planes)

    def forward(self, x):
        def pixels(layer, x):
            return layer(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)

        out = F.relu(self.bn1(pixels(self.conv1, x)))
        out = F.relu(self.bn2(self.conv2(out)))
        out = self.bn3(pixels(self.conv3, out))
        if isinstance(self.shortcut, nn.Linear):
            x = self.bn4(pixels(self.shortcut, x[:, :, ::self.stride, ::self.stride]))
        return F.relu(out + x)
