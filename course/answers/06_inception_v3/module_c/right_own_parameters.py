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
    """Mean over 3×3, zeros around the map counted: a fixed window for each channel."""

    def __init__(self, channels):
        super().__init__()
        self.register_buffer("window", torch.full((channels, 1, 3, 3), 1 / 9))

    def forward(self, x):
        return F.conv2d(x, self.window, padding=1, groups=x.shape[1])


class ModuleC(nn.Module):
    def __init__(self, c_in, n1, n, r, pool):
        super().__init__()
        self.branch1 = Box(c_in, n1, 1)
        self.branch2 = Box(c_in, n, 1)
        self.branch2a = Box(n, n, (1, 3), padding=(0, 1))
        self.branch2b = Box(n, n, (3, 1), padding=(1, 0))
        self.branch3 = nn.Sequential(
            Box(c_in, r, 1),
            Box(r, n, 3, padding=1),
        )
        self.branch3a = Box(n, n, (1, 3), padding=(0, 1))
        self.branch3b = Box(n, n, (3, 1), padding=(1, 0))
        self.branch4 = nn.Sequential(
            Mean(c_in),
            Box(c_in, pool, 1),
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
