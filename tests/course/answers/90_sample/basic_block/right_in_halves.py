# form: each convolution as two, one over each half of the channels
class Halves(nn.Module):
    def __init__(self, c_in, c_out, kernel, stride):
        super().__init__()
        self.half = c_in // 2
        self.first = nn.Conv2d(self.half, c_out, kernel, stride, kernel // 2, bias=False)
        self.second = nn.Conv2d(c_in - self.half, c_out, kernel, stride, kernel // 2, bias=False)

    def forward(self, x):
        return self.first(x[:, : self.half]) + self.second(x[:, self.half :])


class BasicBlock(nn.Module):
    def __init__(self, c_in, c_out, stride=1):
        super().__init__()
        self.first = nn.Sequential(Halves(c_in, c_out, 3, stride), nn.BatchNorm2d(c_out), nn.ReLU())
        self.second = nn.Sequential(Halves(c_out, c_out, 3, 1), nn.BatchNorm2d(c_out))
        self.short = nn.Sequential()
        if stride != 1 or c_in != c_out:
            self.short = nn.Sequential(Halves(c_in, c_out, 1, stride), nn.BatchNorm2d(c_out))

    def forward(self, x):
        return F.relu(self.second(self.first(x)) + self.short(x))
