from collections.abc import Callable
from functools import partial

from torch import Tensor


class Classifier(nn.Module):
    def __init__(self, in_features: int, num_classes: int, dropout: float = 0.4) -> None:
        super().__init__()
        self.p = dropout
        self.fc = nn.Linear(in_features, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.flatten(F.adaptive_avg_pool2d(x, (1, 1)), 1)
        x = F.dropout(x, p=self.p, training=self.training)
        return F.linear(x, self.fc.weight, self.fc.bias)


def googlenet(table, stem: nn.Module, c_in: int, block: Callable[..., nn.Module], num_classes: int) -> nn.Sequential:
    max_pool = partial(nn.MaxPool2d, kernel_size=3, stride=2, ceil_mode=True)
    layers: list[tuple[str, nn.Module]] = [("stem", stem)]
    for row in table:
        match row:
            case (name,):
                layers.append((name, max_pool()))
            case (name, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
                layers.append((name, block(c_in, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj)))
                c_in = ch1x1 + ch3x3 + ch5x5 + pool_proj
    layers.append(("classifier", Classifier(c_in, num_classes)))
    return nn.Sequential(OrderedDict(layers))
