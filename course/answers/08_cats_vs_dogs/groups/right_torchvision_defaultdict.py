from collections import defaultdict
from typing import NamedTuple


class Settings(NamedTuple):
    lr: float
    weight_decay: float


def groups(net: nn.Module, head: nn.Module, lr: float, body: float = 0.1, weight_decay: float = 1e-4) -> list[dict]:
    in_head = set(map(id, head.parameters()))
    by_settings: dict[Settings, list[nn.Parameter]] = defaultdict(list)
    for p in filter(lambda p: p.requires_grad, net.parameters()):
        by_settings[Settings(lr * (1 if id(p) in in_head else body), weight_decay * (p.ndim != 1))].append(p)
    return [dict(params=params, **settings._asdict()) for settings, params in by_settings.items()]
