def box(c_in, c_out, kernel, stride=1, padding=0):
    return [nn.Conv2d(c_in, c_out, kernel, stride, padding, bias=False), nn.BatchNorm2d(c_out, eps=1e-3), nn.ReLU(inplace=True)]


class ReductionA(nn.Module):
    def __init__(self, c_in, k, l, m, n):
        super().__init__()
        self.b = nn.Sequential(*box(c_in, k, 1), *box(k, l, 3, 1, 1), *box(l, m, 3, 2))
        self.a = nn.Sequential(*box(c_in, n, 3, 2))

    def forward(self, x):
        return torch.cat([self.a(x), self.b(x), F.max_pool2d(x, 3, 2)], 1)


class ReductionB(nn.Module):
    def __init__(self, w=32):
        super().__init__()
        self.b = nn.Sequential(*box(32 * w, 8 * w, 1), *box(8 * w, 8 * w, (1, 7), 1, (0, 3)), *box(8 * w, 10 * w, (7, 1), 1, (3, 0)), *box(10 * w, 10 * w, 3, 2))
        self.a = nn.Sequential(*box(32 * w, 6 * w, 1), *box(6 * w, 6 * w, 3, 2))

    def forward(self, x):
        return torch.cat([self.a(x), self.b(x), F.max_pool2d(x, 3, 2)], 1)
