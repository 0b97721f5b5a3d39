class Inception(nn.Module):
    # c1--c4 are the numbers of output channels of the branches
    def __init__(self, c_in, n1, r3, n3, r5, n5, pool, **kwargs):
        super(Inception, self).__init__(**kwargs)
        c1, c2, c3, c4 = n1, (r3, n3), (r5, n5), pool
        self.b1_1 = nn.LazyConv2d(c1, kernel_size=1)
        self.b2_1 = nn.LazyConv2d(c2[0], kernel_size=1)
        self.b2_2 = nn.LazyConv2d(c2[1], kernel_size=3, padding=1)
        self.b3_1 = nn.LazyConv2d(c3[0], kernel_size=1)
        self.b3_2 = nn.LazyConv2d(c3[1], kernel_size=5, padding=2)
        self.b4_1 = nn.MaxPool2d(kernel_size=3, stride=1, padding=1)
        self.b4_2 = nn.LazyConv2d(c4, kernel_size=1)

    def forward(self, X):
        out1 = F.relu(self.b1_1(X))
        out2 = F.relu(self.b2_2(F.relu(self.b2_1(X))))
        out3 = F.relu(self.b3_2(F.relu(self.b3_1(X))))
        out4 = F.relu(self.b4_2(self.b4_1(X)))
        return torch.cat((out1, out2, out3, out4), dim=1)
