class Subsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.a = nn.Parameter(torch.full((1, channels, 1, 1), 1.0))
        self.b = nn.Parameter(torch.full((1, channels, 1, 1), 0.0))

    def forward(self, x):
        average = (x[:, :, 0::2, 0::2] + x[:, :, 0::2, 1::2] + x[:, :, 1::2, 0::2] + x[:, :, 1::2, 1::2]) / 4
        z = torch.exp(4 / 3 * (self.a * average + self.b))
        return 1.7159 * (z - 1) / (z + 1)
