class Dropped(nn.Linear):
    def forward(self, x):
        return super().forward(x)


def googlenet(table, stem, c_in, block, num_classes):
    """What a block puts out is found by sending something through it."""
    parts = [("stem", stem)]
    for row in table:
        if len(row) == 1:
            part = nn.MaxPool2d((3, 3), (2, 2), ceil_mode=True)
        else:
            part = block(c_in, *row[1:])
            with torch.no_grad():
                c_in = part(torch.zeros(1, c_in, 8, 8)).shape[1]
        parts.append((row[0], part))
    end = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Dropout(0.4), nn.Flatten(), Dropped(c_in, num_classes))
    return nn.Sequential(OrderedDict([*parts, ("end", end)]))
