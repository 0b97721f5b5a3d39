class Head(nn.Module):
    def __init__(self, c_in, num_classes, r, units, pool):
        super().__init__()
        self.pool = pool or nn.AvgPool2d(kernel_size=5, stride=3, padding=0)
        self.thin, self.wide = Conv(c_in, r, 1), Conv(r, units, 5)
        self.fc = nn.Linear(units, num_classes)

    def forward(self, x):
        x = self.wide(self.thin(self.pool(x)))
        return self.fc(x.flatten(1))


def auxiliary_head(c_in, num_classes, r=128, units=768, pool=None):
    return Head(c_in, num_classes, r, units, pool)
