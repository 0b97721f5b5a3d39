class Scale(nn.Module):
    def __init__(self, num_maps):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones((1, num_maps, 1, 1)))
        self.beta = nn.Parameter(torch.zeros((1, num_maps, 1, 1)))

    def forward(self, X):
        return self.gamma * X + self.beta


class Squashing(nn.Module):
    def forward(self, X):
        return 1.7159 * torch.tanh(X * 2 / 3)


class Subsample(nn.Sequential):
    def __init__(self, channels):
        super().__init__(nn.AvgPool2d(kernel_size=2, stride=2), Scale(channels), Squashing())
