from typing import Sequence

from torch import Tensor


class PartialConv2d(nn.Module):
    """One kernel a link, laid into a full weight when it is used."""

    def __init__(self, table: Sequence[Sequence[int]], kernel: int = 5) -> None:
        super().__init__()
        links = torch.tensor([(j, i) for j, seen in enumerate(table) for i in seen])
        self.register_buffer("rows", links[:, 0], persistent=False)
        self.register_buffer("columns", links[:, 1], persistent=False)
        self.kernels = nn.Parameter(torch.empty(len(links), kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(len(table)))
        nn.init.kaiming_uniform_(self.kernels, nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        full = x.new_zeros(self.bias.numel(), x.shape[1], *self.kernels.shape[1:])
        full = full.index_put((self.rows, self.columns), self.kernels)
        return F.conv2d(x, full, self.bias)
