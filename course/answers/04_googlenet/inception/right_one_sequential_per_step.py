def conv(c_in, c_out, k):
    return nn.Sequential(nn.Conv2d(c_in, c_out, k, 1, k // 2), nn.ReLU())


class SideBySide(nn.Module):
    def __init__(self, *branches):
        super().__init__()
        for i, branch in enumerate(branches):
            self.add_module(f"b{i}", branch)

    def forward(self, x):
        return torch.cat(tuple(branch(x) for branch in self.children()), dim=1)


def Inception(c_in, n1, r3, n3, r5, n5, pool):
    return SideBySide(
        conv(c_in, n1, 1),
        nn.Sequential(conv(c_in, r3, 1), conv(r3, n3, 3)),
        nn.Sequential(conv(c_in, r5, 1), conv(r5, n5, 5)),
        nn.Sequential(nn.MaxPool2d(3, 1, 1), conv(c_in, pool, 1)),
    )
