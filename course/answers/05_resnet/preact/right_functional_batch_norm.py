class PreActBlock(nn.Module):
    expansion = 1

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        self.stride = stride
        self.norms = nn.ModuleList([nn.BatchNorm2d(c_in), nn.BatchNorm2d(channels)])
        self.w = nn.ParameterList([torch.empty(channels, c_in, 3, 3), torch.empty(channels, channels, 3, 3)])
        if stride > 1 or c_in != channels:
            self.w.append(torch.empty(channels, c_in, 1, 1))
        for w in self.w:
            nn.init.kaiming_normal_(w)

    def forward(self, x):
        a = torch.relu(self.norms[0](x))
        y = torch.relu(self.norms[1](F.conv2d(a, self.w[0], stride=self.stride, padding=1)))
        y = F.conv2d(y, self.w[1], padding=1)
        if len(self.w) == 3:
            return F.conv2d(a, self.w[2], stride=self.stride).add(y)
        return y.add(x)
