class LeNet5(nn.Module):
    """Weights only, everything else as functions."""

    def __init__(self, num_classes=10):
        super().__init__()
        shapes = [(6, 1, 5, 5), (16, 6, 5, 5), (120, 400), (84, 120), (num_classes, 84)]
        self.weights = nn.ParameterList([0.1 * torch.randn(shape) for shape in shapes])
        self.biases = nn.ParameterList([torch.zeros(shape[0]) for shape in shapes])

    def forward(self, x):
        w, b = self.weights, self.biases
        for i in (0, 1):
            x = torch.max_pool2d(torch.relu(torch.conv2d(x, w[i], b[i])), 2)
        x = x.reshape(-1, 400)
        for i in (2, 3):
            x = F.linear(x, w[i], b[i]).clamp(min=0)
        return F.linear(x, w[4], b[4])
