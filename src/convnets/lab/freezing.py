"""Which part of a network learns, and how fast.

>>> freeze(net)
>>> unfreeze(net.classifier)
>>> descent = torch.optim.SGD(groups(net, lr=0.01), momentum=0.9)
"""

from torch import Tensor, nn

from convnets.measure import last_linear

_Norm = nn.modules.batchnorm._NormBase
HOOK = "_kept_still"


def freeze(module: nn.Module) -> nn.Module:
    """Nothing in it learns, in place: no parameter has a gradient, and no batch norm takes the statistics of a batch.

    The second is easily forgotten: without it `net.train()` moves the running means of a layer whose weights stand still, and what
    comes after no longer sees what it learned from. Here a frozen batch norm stays in evaluation mode whatever `train` says.
    """
    for parameter in module.parameters():
        parameter.requires_grad_(False)
    for norm in _norms(module):
        if not hasattr(norm, HOOK):
            setattr(norm, HOOK, norm.register_forward_pre_hook(_stay))
    return module


def unfreeze(module: nn.Module, norms: bool = True) -> nn.Module:
    """All in it learns again, in place. With ``norms=False`` batch norms keep their statistics (their γ and β learn)."""
    for parameter in module.parameters():
        parameter.requires_grad_(True)
    for norm in _norms(module) if norms else ():
        if hasattr(norm, HOOK):
            getattr(norm, HOOK).remove()
            delattr(norm, HOOK)
    return module


def groups(net: nn.Module, lr: float, body: float = 0.1) -> list[dict[str, list[Tensor] | float | str]]:
    """Parameter groups for torch.optim: the last linear layer learns with `lr`, all before it with `body` times that.

    What is frozen is left out, and a group that would be empty.
    """
    head = {id(p) for p in net.get_submodule(last_linear(net)).parameters()}
    learning = [p for p in net.parameters() if p.requires_grad]
    found = [
        dict(params=[p for p in learning if id(p) not in head], lr=lr * body, name="body"),
        dict(params=[p for p in learning if id(p) in head], lr=lr, name="head"),
    ]
    return [group for group in found if group["params"]]


def _norms(module: nn.Module) -> list[nn.Module]:
    return [m for m in module.modules() if isinstance(m, _Norm)]


def _stay(norm: nn.Module, _: object) -> None:
    norm.training = False
