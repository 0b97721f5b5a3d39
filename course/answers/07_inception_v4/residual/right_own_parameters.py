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


class InceptionResidual(nn.Module):
    def __init__(self, c_in, paths, scale=1.0):
        super().__init__()
        self.paths, ends = nn.ModuleList(), 0
        for path in paths:
            self.paths.append(nn.ModuleList())
            end = c_in
            for kernel, filters in path:
                sides = (kernel // 2, kernel // 2) if isinstance(kernel, int) else (kernel[0] // 2, kernel[1] // 2)
                self.paths[-1].append(Box(end, filters, kernel, padding=sides))
                end = filters
            ends += end
        back = nn.Conv2d(ends, c_in, 1)
        self.weight, self.bias, self.scale = nn.Parameter(back.weight.detach()), nn.Parameter(back.bias.detach()), scale

    def forward(self, x):
        branches = []
        for path in self.paths:
            y = x
            for box in path:
                y = box(y)
            branches.append(y)
        residual = F.conv2d(torch.cat(branches, 1), self.weight, self.bias)
        return (x + residual * self.scale).relu()
