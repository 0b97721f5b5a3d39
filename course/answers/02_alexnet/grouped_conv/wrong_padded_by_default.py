# With `padding` left out the maps are padded all the same. The default is 0.
class GroupedConv2d(nn.Module):

    def __init__(self, c_in: int, c_out: int, kernel: int, groups: int = 2, padding: int = 1) -> None:
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv2d(c_in // groups, c_out // groups, kernel, padding=padding) for _ in range(groups)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:  # (B, c_in, H, W) -> (B, c_out, H', W')
        pieces = x.chunk(len(self.convs), dim=1)
        return torch.cat([conv(piece) for conv, piece in zip(self.convs, pieces)], dim=1)
