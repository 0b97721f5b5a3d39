# Your network is a class of its own. An nn.Sequential is asked for, whose parts can be taken one by one.
class Net(nn.Module):
    def __init__(self, table, stem, c_in, block, num_classes):
        super().__init__()
        self.stem = stem
        for name, *columns in table:
            if columns:
                self.add_module(name, block(c_in, *columns))
                c_in = columns[0] + columns[2] + columns[4] + columns[5]
            else:
                self.add_module(name, nn.MaxPool2d(3, 2, ceil_mode=True))
        self.end = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.4), nn.Linear(c_in, num_classes))

    def forward(self, x):
        for part in self.children():
            x = part(x)
        return x


def googlenet(table, stem, c_in, block, num_classes):
    return Net(table, stem, c_in, block, num_classes)
