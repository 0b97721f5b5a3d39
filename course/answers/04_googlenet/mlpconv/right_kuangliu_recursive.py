class MLPConv(nn.Module):
    '''The first layer, and a smaller MLPConv of 1x1 windows behind it.'''
    def __init__(self, c_in, filters, kernel):
        super(MLPConv, self).__init__()
        first, *others = filters
        self.conv = nn.Conv2d(c_in, first, kernel_size=kernel, stride=1, padding=kernel//2)
        self.rest = MLPConv(first, others, 1) if others else nn.Identity()

    def forward(self, x):
        out = F.relu(self.conv(x))
        return self.rest(out)
