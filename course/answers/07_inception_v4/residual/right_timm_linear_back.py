def create_path(chs, path):
    for kernel, out_chs in path:
        yield Conv(chs, out_chs, kernel)
        chs = out_chs


class InceptionResidual(nn.Module):
    """The way back as a linear layer for each pixel."""

    def __init__(self, c_in, paths, scale=1.0):
        super().__init__()
        for i, path in enumerate(paths):
            self.add_module(f"branch_{i}", nn.Sequential(*create_path(c_in, path)))
        self.num_branches, self.scale = len(paths), float(scale)
        self.fc = nn.Linear(sum(filters for *_, (_, filters) in paths), c_in)
        self.act = nn.ReLU()

    def forward(self, x):
        shortcut = x
        x = torch.cat([self.get_submodule(f"branch_{i}")(x) for i in range(self.num_branches)], dim=1)
        x = self.fc(x.movedim(1, -1)).movedim(-1, 1)
        return self.act(torch.add(shortcut, x, alpha=self.scale))
