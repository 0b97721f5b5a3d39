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


class Join(nn.Module):
    """Branches that read the same map, joined on channels."""

    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)


def Stem(w=32):
    return nn.Sequential(
        OrderedDict(
            column=nn.Sequential(Box(3, w, 3, 2), Box(w, w, 3), Box(w, 2 * w, 3, 1, 1)),
            step4=Join(Largest(), Box(2 * w, 3 * w, 3, 2)),
            step5=Join(
                nn.Sequential(Box(5 * w, 2 * w, 1), Box(2 * w, 3 * w, 3)),
                nn.Sequential(Box(5 * w, 2 * w, 1), Box(2 * w, 2 * w, (1, 7), 1, (0, 3)), Box(2 * w, 2 * w, (7, 1), 1, (3, 0)), Box(2 * w, 3 * w, 3)),
            ),
            step6=Join(Box(6 * w, 6 * w, 3, 2), Largest()),
        )
    )
