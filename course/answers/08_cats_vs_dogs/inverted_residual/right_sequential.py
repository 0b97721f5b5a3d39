class InvertedResidual(nn.Module):
    def __init__(self, c_in, c_out, kernel=3, stride=1, expansion=6):
        super().__init__()
        layers, c = [], c_in
        if expansion > 1:
            c = expansion * c_in
            layers = [convolution(c_in, c, 1), nn.ReLU6()]
        layers += [convolution(c, c, kernel, stride, c), nn.ReLU6(), convolution(c, c_out, 1)]
        self.layers = nn.Sequential(*layers)
        self.same = (stride, c_in) == (1, c_out)

    def forward(self, x):
        y = self.layers(x)
        if self.same:
            y = y + x
        return y
