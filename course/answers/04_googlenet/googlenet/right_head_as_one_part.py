class Head(nn.Module):
    def __init__(self, c_in, num_classes):
        super().__init__()
        self.dropout, self.linear = nn.Dropout(0.4), nn.Linear(c_in, num_classes)

    def forward(self, x):
        return self.linear(self.dropout(x.mean((2, 3))))


def googlenet(table, stem, c_in, block, num_classes):
    net = nn.Sequential()
    net.add_module("stem", stem)
    for name, *columns in table:
        if not columns:
            net.add_module(name, nn.MaxPool2d(3, 2, ceil_mode=True))
            continue
        net.add_module(name, block(c_in, *columns))
        c_in = sum(columns) - columns[1] - columns[3]
    net.add_module("head", Head(c_in, num_classes))
    return net
