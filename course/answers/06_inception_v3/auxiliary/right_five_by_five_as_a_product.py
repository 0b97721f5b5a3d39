class Window(nn.Module):
    """A window over the whole map, as a product; batch norm and ReLU behind it."""

    def __init__(self, c_in, c_out, size):
        super().__init__()
        self.weight = nn.Parameter(nn.Conv2d(c_in, c_out, size).weight.detach().clone())
        self.norm = nn.BatchNorm1d(c_out, eps=1e-3)

    def forward(self, x):
        return torch.relu(self.norm(torch.einsum("bchw,ochw->bo", x, self.weight)))


def auxiliary_head(c_in, num_classes, r=128, units=768, pool=None):
    if pool is None:
        pool = nn.AvgPool2d((5, 5), (3, 3))
    return nn.Sequential(pool, Conv(c_in, r, 1), Window(r, units, 5), nn.Linear(units, num_classes))
