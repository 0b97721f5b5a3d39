# Exactly the share p of all values is dropped, shuffled. Each value is to be dropped or not by itself: sometimes more are, sometimes fewer.
class Dropout(nn.Module):

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x
        kept = torch.rand_like(x).flatten().argsort().reshape(x.shape) >= int(self.p * x.numel())
        return x * kept / (1 - self.p)


class DropoutOf2012(nn.Module):

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x * (1 - self.p)
        return x * (torch.rand_like(x).flatten().argsort().reshape(x.shape) >= int(self.p * x.numel()))
