# There is dropout in the branch, which shows in training. They tried it on the shortcut, and found it worse than nothing.
class PreActBlock(nn.Module):
    expansion = 1

    def __init__(self, c_in, channels, stride=1):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(c_in)
        self.conv1 = nn.Conv2d(c_in, channels, 3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride=1, padding=1, bias=False)
        self.changes = stride != 1 or c_in != channels
        if self.changes:
            self.project = nn.Conv2d(c_in, channels, 1, stride=stride, bias=False)

    def forward(self, x):
        a = F.relu(self.bn1(x))
        short = self.project(a) if self.changes else x
        y = self.conv1(a)
        y = self.conv2(F.dropout(F.relu(self.bn2(y)), 0.3, self.training))
        return y + short
