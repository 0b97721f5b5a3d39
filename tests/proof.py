"""What the proofs of the networks share: building without memory, sizes by stage, and weights poured from one network into another."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from convnets import measure, models


def on_meta(name: str, **options) -> nn.Module:
    """A network of the course that has shapes but no numbers, so that the largest costs nothing."""
    with torch.device("meta"):
        return models.create(name, **options)


def assert_as_published(name: str, macs: int, **options) -> None:
    """Parameters as its entry says, multiply-accumulates as given, and as many logits as asked for."""
    net, paper = on_meta(name, **options), models.info(name)
    if not options:
        assert measure.parameters(net) == paper.parameters
    assert measure.macs(net, paper.input_size) == macs
    assert measure.map_sizes(on_meta(name, num_classes=7, **options), paper.input_size)[-1][1] == (7,)


def stage_sizes(net: nn.Module, x: Tensor) -> list[tuple[str, tuple[int, ...]]]:
    """The top-level parts of a network in the order in which they run, each with what it puts out for one picture."""
    sizes = []
    hooks = [
        part.register_forward_hook(lambda _, __, out, name=name: sizes.append((name, tuple(out.shape[1:]))))
        for name, part in net.named_children()
    ]
    net.eval()(x)
    for hook in hooks:
        hook.remove()
    return sizes


def pour(source: nn.Module, target: nn.Module, x: Tensor) -> None:
    """Copy the weights of one network into another that is written otherwise: layer by layer, in the order in which they run.

    Raises `AssertionError` where a layer has no counterpart of its size.
    """
    for given, taken in zip(_running_order(source, x), _running_order(target, x), strict=True):
        ours, theirs = given.state_dict(), taken.state_dict()
        assert [v.numel() for v in ours.values()] == [v.numel() for v in theirs.values()], f"{given} is not {taken}"
        taken.load_state_dict({name: value.reshape(theirs[name].shape) for name, value in zip(theirs, ours.values(), strict=True)})


@torch.no_grad()
def scramble(net: nn.Module, seed: int = 0) -> nn.Module:
    """Give every parameter and buffer of a network a value of its own, batch norm's statistics too, that keeps outputs of ordinary size."""
    torch.manual_seed(seed)
    for module in net.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            for value, low, high in (
                (module.weight, 0.5, 1.5),
                (module.bias, -0.5, 0.5),
                (module.running_mean, -0.5, 0.5),
                (module.running_var, 0.5, 2),
            ):
                value.uniform_(low, high)
        elif isinstance(module, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                module.bias.uniform_(-0.5, 0.5)
    return net


def _running_order(net: nn.Module, x: Tensor) -> Sequence[nn.Module]:
    layers: list[nn.Module] = []
    own = [module for module in net.modules() if [*module.parameters(recurse=False), *module.buffers(recurse=False)]]
    hooks = [layer.register_forward_pre_hook(lambda layer, _: layers.append(layer)) for layer in own]
    mode = net.training
    net.eval()
    with torch.no_grad():
        net(x)
    net.train(mode)
    for hook in hooks:
        hook.remove()
    assert len(set(layers)) == len(layers), "a layer ran twice"
    return layers
