# The ReLU comes before the addition; it belongs after.
class BasicBlock(nn.Module):
    def __init__(self, a, b, s=1):
        super().__init__()
        self.skip = nn.Sequential()
        if s != 1 or a != b:
            self.skip = nn.Sequential(nn.Conv2d(a, b, 1, s, bias=False), nn.BatchNorm2d(b))
        self.body = nn.Sequential(nn.Conv2d(a, b, 3, s, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU(),
                                  nn.Conv2d(b, b, 3, padding=1, bias=False), nn.BatchNorm2d(b))

    def forward(self, x):
        return self.skip(x) + torch.relu(self.body(x))
