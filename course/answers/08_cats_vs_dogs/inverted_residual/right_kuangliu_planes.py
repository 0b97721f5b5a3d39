class InvertedResidual(nn.Module):
    """expand + depthwise + pointwise"""

    def __init__(self, in_planes, out_planes, kernel=3, stride=1, expansion=6):
        super(InvertedResidual, self).__init__()
        self.stride, self.planes, self.out_planes = stride, (in_planes, expansion * in_planes), out_planes
        planes = self.planes[1]
        if expansion != 1:
            self.conv1 = convolution(in_planes, planes, kernel=1, stride=1)
        self.conv2 = convolution(planes, planes, kernel=kernel, stride=stride, groups=planes)
        self.conv3 = convolution(planes, out_planes, kernel=1, stride=1)

    def forward(self, x):
        out = F.relu6(self.conv1(x)) if hasattr(self, "conv1") else x
        out = F.hardtanh(self.conv2(out), 0.0, 6.0)
        out = self.conv3(out)
        shortcut = self.stride == 1 and self.planes[0] == self.out_planes
        out = out + x if shortcut else out
        return out
