# Every output map sees all six input maps, so the table is not used. That is the modern C3, with 2,416 parameters.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.conv = nn.Conv2d(6, len(table), kernel)

    def forward(self, x):
        return self.conv(x)
