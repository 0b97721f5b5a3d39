# Two neighbouring values share one random number. Each is drawn by itself.
class Dropout(nn.Module):

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x
        kept = torch.rand_like(x[..., ::2]).repeat_interleave(2, -1)[..., : x.shape[-1]] >= self.p
        return x * kept / (1 - self.p)


class DropoutOf2012(nn.Module):

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x * (1 - self.p)
        return x * (torch.rand_like(x[..., ::2]).repeat_interleave(2, -1)[..., : x.shape[-1]] >= self.p)
