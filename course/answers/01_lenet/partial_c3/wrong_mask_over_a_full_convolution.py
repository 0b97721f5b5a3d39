# You mask a full convolution. It computes the right thing, but 900 of its weights are never used; store only those of the links in the table.
class PartialConv2d(nn.Module):
    def __init__(self, table, kernel=5):
        super().__init__()
        self.conv = nn.Conv2d(6, len(table), kernel)
        mask = torch.zeros(len(table), 6, 1, 1)
        for j, row in enumerate(table):
            mask[j, list(row)] = 1
        self.register_buffer("mask", mask)

    def forward(self, x):
        return F.conv2d(x, self.conv.weight * self.mask, self.conv.bias)
