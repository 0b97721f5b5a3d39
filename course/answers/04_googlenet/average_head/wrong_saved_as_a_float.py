# parameters_saved gives a number with a decimal point. Parameters are counted: a whole number, without dividing.
class AverageHead(nn.Module):
    def __init__(self, c_in, num_classes):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(c_in, num_classes)

    def forward(self, x):
        return self.fc(self.pool(x).flatten(1))


def parameters_saved(channels, height, width, num_classes):
    return num_classes * channels * (height * width - 1) / 1
