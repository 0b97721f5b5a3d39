import math


class Box(nn.Module):
    """Convolution, normalisation and ReLU from bare parameters."""

    def __init__(self, c_in, c_out, kernel, stride=1, padding=0):
        super().__init__()
        rows, columns = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        self.weight = nn.Parameter(torch.empty(c_out, c_in, rows, columns))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        self.gamma, self.beta = nn.Parameter(torch.ones(c_out)), nn.Parameter(torch.zeros(c_out))
        self.register_buffer("running_mean", torch.zeros(c_out))
        self.register_buffer("running_var", torch.ones(c_out))
        self.stride, self.padding = stride, padding

    def forward(self, x):
        y = F.conv2d(x, self.weight, stride=self.stride, padding=self.padding)
        y = F.batch_norm(y, self.running_mean, self.running_var, self.gamma, self.beta, self.training, momentum=0.1, eps=1e-3)
        return y.clamp(min=0)


class Mean(nn.Module):
    """Mean over the pixels of 3×3 that are there."""

    def __init__(self, channels):
        super().__init__()

    def forward(self, x):
        there = F.avg_pool2d(torch.ones_like(x[:1, :1]), 3, stride=1, padding=1)
        return F.avg_pool2d(x, 3, stride=1, padding=1) / there


class InceptionC(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 48 * w
        self.branch1 = Box(c, 8 * w, 1)
        self.branch2 = Box(c, 12 * w, 1)
        self.branch2a = Box(12 * w, 8 * w, (1, 3), padding=(0, 1))
        self.branch2b = Box(12 * w, 8 * w, (3, 1), padding=(1, 0))
        self.branch3 = nn.Sequential(
            Box(c, 12 * w, 1),
            Box(12 * w, 14 * w, (3, 1), padding=(1, 0)),
            Box(14 * w, 16 * w, (1, 3), padding=(0, 1)),
        )
        self.branch3a = Box(16 * w, 8 * w, (1, 3), padding=(0, 1))
        self.branch3b = Box(16 * w, 8 * w, (3, 1), padding=(1, 0))
        self.branch4 = nn.Sequential(
            Mean(c),
            Box(c, 8 * w, 1),
        )

    def forward(self, x):
        y2 = self.branch2(x)
        y3 = self.branch3(x)
        return torch.cat(
            [
                self.branch1(x),
                self.branch2a(y2),
                self.branch2b(y2),
                self.branch3a(y3),
                self.branch3b(y3),
                self.branch4(x),
            ],
            dim=1,
        )
