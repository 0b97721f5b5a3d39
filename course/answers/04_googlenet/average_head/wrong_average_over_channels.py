# You average over the channels and so lose them. The average goes over height and width, for each channel by itself.
class AverageHead(nn.Module):
    def __init__(self, c_in, num_classes):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(c_in, num_classes)

    def forward(self, x):
        return self.fc(x.mean(dim=1).mean(dim=(1, 2), keepdim=False)[:, None].expand(-1, x.shape[1]))



def parameters_saved(channels, height, width, num_classes):
    flat = (channels * height * width + 1) * num_classes
    averaged = (channels + 1) * num_classes
    return flat - averaged
