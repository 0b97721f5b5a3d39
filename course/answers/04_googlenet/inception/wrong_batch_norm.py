# There is batch norm in your module. This paper has none; it belongs to the copies.
def conv(c_in, c_out, k):
    return nn.Sequential(nn.Conv2d(c_in, c_out, k, padding=k // 2), nn.BatchNorm2d(c_out), nn.ReLU())


class Inception(nn.Module):
    def __init__(self, c_in, n1, r3, n3, r5, n5, pool):
        super().__init__()
        self.branch1 = conv(c_in, n1, 1)
        self.branch2 = nn.Sequential(conv(c_in, r3, 1), conv(r3, n3, 3))
        self.branch3 = nn.Sequential(conv(c_in, r5, 1), conv(r5, n5, 5))
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), conv(c_in, pool, 1))

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)
