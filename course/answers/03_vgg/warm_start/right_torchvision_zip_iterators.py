from itertools import islice
from typing import Iterator, Type


def layers_of(net: nn.Module, kind: Type[nn.Module]) -> Iterator[nn.Module]:
    return filter(lambda m: isinstance(m, kind), net.modules())


@torch.no_grad()
def copy_layer(source: nn.Module, target: nn.Module) -> None:
    for p, q in zip(source.parameters(), target.parameters()):
        q.copy_(p)


def warm_start(deep: nn.Module, shallow: nn.Module) -> None:
    targets = layers_of(deep, nn.Conv2d)
    for source in islice(layers_of(shallow, nn.Conv2d), 4):
        for target in targets:
            if target.weight.shape == source.weight.shape:
                copy_layer(source, target)
                break
    for source, target in zip(layers_of(shallow, nn.Linear), layers_of(deep, nn.Linear)):
        copy_layer(source, target)
