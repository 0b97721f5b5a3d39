from collections import namedtuple

from torch import Tensor


def outputs_of(names):
    return namedtuple("Outputs", ["logits", *(f"aux_{i}" for i in range(len(names)))])


class WithHeads(nn.Module):
    def __init__(self, net: nn.Sequential, heads: dict[str, nn.Module]) -> None:
        super().__init__()
        self.features = net
        self.aux_names = [name for name in net._modules if name in heads]
        for i, name in enumerate(self.aux_names):
            self.add_module(f"aux{i}", heads[name])

    def _forward(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        aux = []
        for name, part in self.features.named_children():
            x = part(x)
            if name in self.aux_names and self.training:
                aux.append(getattr(self, f"aux{len(aux)}")(x))
        return x, aux

    def forward(self, x: Tensor):
        x, aux = self._forward(x)
        return outputs_of(self.aux_names)(x, *aux) if self.training else x


def loss_with_heads(outputs, labels, weight=0.3):
    criterion = nn.CrossEntropyLoss()
    if isinstance(outputs, Tensor):
        return criterion(outputs, labels)
    main, *aux = (criterion(output, labels) for output in outputs)
    return main + weight * torch.stack(aux).sum() if aux else main
