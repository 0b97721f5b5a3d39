"""Weights from one network into another that is written otherwise, and whether the two then say the same."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from convnets.measure import device_of, evaluating

SIZE = 224  # side of the picture on which outputs are compared
CLOSE = 1e-3  # of the largest logit


class WeightsError(ValueError):
    """The weights do not belong to this network, or the file is not theirs. The message says where they differ."""


@dataclass
class Call:
    """One layer of a network with numbers of its own, as it ran on a picture."""

    name: str
    layer: nn.Module
    given: Tensor  # kept, so that no other tensor takes its id
    output: Tensor
    seen: Tensor  # a few numbers that tell one `given` from another; taken at once, for an activation may change it in place

    @property
    def kind(self) -> tuple[int, ...]:
        """What a counterpart must have as well: as many numbers in each of its tensors."""
        return tuple(value.numel() for value in self.layer.state_dict().values())

    def __str__(self) -> str:
        return f"{self.name} ({type(self.layer).__name__}, {'×'.join(map(str, self.output.shape[1:]))})"


Chain = list[Call]  # a layer, and the normalisation that works on its output


def pour(source: nn.Module, target: nn.Module) -> None:
    """Copy all weights. Raises `WeightsError` where a layer has no counterpart."""
    theirs, ours = source.state_dict(), target.state_dict()
    if {key: value.shape for key, value in theirs.items()} == {key: value.shape for key, value in ours.items()}:
        target.load_state_dict(theirs)
        return
    for given, taken in _pairs(source, target):
        shapes = {key: value.shape for key, value in taken.layer.state_dict().items()}
        values = given.layer.state_dict().values()
        taken.layer.load_state_dict({key: value.reshape(shapes[key]) for key, value in zip(shapes, values, strict=True)})


def _pairs(source: nn.Module, target: nn.Module) -> list[tuple[Call, Call]]:
    """Each layer of one network beside its counterpart in the other: of all chains of one kind the first with the first, and so on."""
    theirs, ours = (_chains(_run(net)[0]) for net in (source, target))
    pairs = []
    for chain in theirs:
        kind = [call.kind for call in chain]
        other = next((c for c in ours if [call.kind for call in c] == kind), None)
        if other is None:
            rest = f"what it has left begins with {_named(ours[0])}" if ours else "it has no layers left"
            raise WeightsError(f"This network has no counterpart to the published {_named(chain)}; {rest}.")
        ours.remove(other)
        pairs += zip(chain, other, strict=True)
    if ours:
        raise WeightsError(f"There are no weights for this network's {_named(ours[0])}: the published one has no such layer.")
    return pairs


def _chains(calls: list[Call]) -> list[Chain]:
    chains: list[Chain] = []
    for call in calls:
        follows = isinstance(call.layer, nn.modules.batchnorm._NormBase)
        before = next((c for c in reversed(chains) if follows and c[-1].output is call.given), None)
        if before:
            before.append(call)
        else:
            chains.append([call])
    return chains


def _named(chain: Chain) -> str:
    return " with ".join(map(str, chain))


@torch.no_grad()
def _run(net: nn.Module) -> tuple[list[Call], Tensor]:
    """The layers with numbers of their own as they run on one picture, and the logits."""
    calls = []

    def note(name: str) -> Callable:
        def hook(layer: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
            x = given[0]
            seen = torch.stack([x.mean(), x.abs().mean(), x.square().mean().sqrt(), x.flatten()[:: max(1, x.numel() // 97)].mean()])
            calls.append(Call(name, layer, x, output, seen))

        return hook

    picture = torch.randn(1, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(0))
    own = {name: m for name, m in net.named_modules() if [*m.parameters(recurse=False), *m.buffers(recurse=False)]}
    hooks = [layer.register_forward_hook(note(name)) for name, layer in own.items()]
    try:
        with evaluating(net):
            logits = net(picture.to(device_of(net)))
    finally:
        for hook in hooks:
            hook.remove()
    return calls, logits.cpu()


def compare(source: nn.Module, target: nn.Module, name: str) -> None:
    """Raise `WeightsError` when two networks with the same weights say different things about a picture."""
    expected, got = _run(source)[1], _run(target)[1]
    if expected.shape == got.shape and (got - expected).abs().max() <= CLOSE * expected.abs().max():
        return
    where = "after the last layer that has weights"
    for theirs, ours in _pairs(source, target):
        if theirs.given.shape != ours.given.shape or not torch.allclose(theirs.seen, ours.seen.cpu(), rtol=1e-2, atol=1e-4):
            where = f"before {ours}, the published {theirs}"
            break
        if theirs.output.shape != ours.output.shape:
            where = f"in {ours}, the published {theirs}"
            break
    raise WeightsError(
        f"All weights of {name} found their place, and yet the outputs are not the published ones. The first difference is {where}. "
        "Look at what has no weights: activations, strides, pooling, the order of things."
    )
