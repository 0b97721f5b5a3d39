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


class Largest(nn.Module):
    """The largest of each 3×3, in steps of 2."""

    def forward(self, x):
        return x.unfold(2, 3, 2).unfold(3, 3, 2).flatten(-2).amax(-1)


class ReductionA(nn.Module):
    def __init__(self, c_in, k, l, m, n):  # noqa: E741
        super().__init__()
        self.branch1 = Box(c_in, n, 3, stride=2)
        self.branch2 = nn.Sequential(
            Box(c_in, k, 1),
            Box(k, l, 3, padding=1),
            Box(l, m, 3, stride=2),
        )
        self.branch3 = Largest()

    def forward(self, x):
        return torch.cat(
            [
                self.branch1(x),
                self.branch2(x),
                self.branch3(x),
            ],
            dim=1,
        )


class ReductionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        c = 32 * w
        self.branch1 = nn.Sequential(
            Box(c, 6 * w, 1),
            Box(6 * w, 6 * w, 3, stride=2),
        )
        self.branch2 = nn.Sequential(
            Box(c, 8 * w, 1),
            Box(8 * w, 8 * w, (1, 7), padding=(0, 3)),
            Box(8 * w, 10 * w, (7, 1), padding=(3, 0)),
            Box(10 * w, 10 * w, 3, stride=2),
        )
        self.branch3 = Largest()

    def forward(self, x):
        return torch.cat(
            [
                self.branch1(x),
                self.branch2(x),
                self.branch3(x),
            ],
            dim=1,
        )
