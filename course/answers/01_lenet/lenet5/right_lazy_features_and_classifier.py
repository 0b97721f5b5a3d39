class LeNet5(nn.Sequential):
    def __init__(self, num_classes: int = 10):
        features = nn.Sequential(nn.LazyConv2d(6, 5), nn.ReLU(), nn.MaxPool2d(2, 2), nn.LazyConv2d(16, 5), nn.ReLU(), nn.MaxPool2d(2, 2))
        classifier = nn.Sequential(nn.Flatten(), nn.LazyLinear(120), nn.ReLU(), nn.LazyLinear(84), nn.ReLU(), nn.LazyLinear(num_classes))
        super().__init__(features, classifier)
