class Subsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.scale = nn.Conv2d(channels, channels, 1, groups=channels)  # one weight and one bias for each map
        nn.init.ones_(self.scale.weight)
        nn.init.zeros_(self.scale.bias)

    def forward(self, x):
        b, c, h, w = x.shape
        x = x.reshape(b, c, h // 2, 2, w // 2, 2).mean(dim=(3, 5))
        return 1.7159 * torch.tanh(2 / 3 * self.scale(x))
