# The first group of outputs sees the last group of inputs. Each card looks at its own maps.
class GroupedConv2d(nn.Module):
    def __init__(self, c_in, c_out, kernel, groups=2, padding=0):
        super().__init__()
        self.convs = nn.ModuleList(nn.Conv2d(c_in // groups, c_out // groups, kernel, padding=padding) for _ in range(groups))

    def forward(self, x):
        pieces = x.chunk(len(self.convs), dim=1)[::-1]
        return torch.cat([conv(piece) for conv, piece in zip(self.convs, pieces)], dim=1)
