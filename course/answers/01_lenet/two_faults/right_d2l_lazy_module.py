class CatsDogs(nn.Module):
    def __init__(self, size=224, width=16, hidden=512, num_classes=2):
        super().__init__()
        self.net = nn.Sequential(
            nn.LazyConv2d(width, kernel_size=5), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.LazyConv2d(2 * width, kernel_size=5), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.Flatten(), nn.LazyLinear(hidden), nn.ReLU(), nn.LazyLinear(num_classes),
        )

    def forward(self, X):
        return self.net(X)


def cats_dogs_loss(Y_hat, Y, averaged=True):
    return F.cross_entropy(Y_hat.reshape((-1, Y_hat.shape[-1])), Y.reshape((-1,)), reduction="mean" if averaged else "none")
