"""What depth does to the signal on its way up, and to the gradient on its way down, before anything is learned."""

from collections.abc import Callable

import torch
from matplotlib.ticker import MaxNLocator
from torch import Tensor, nn
from torch.nn import functional

from convnets.explore.explorer import Explorer
from convnets.plot.card import BLUE, FAINT, VERMILION, Card, style

BLOCKS = ("plain", "residual", "pre-activation")
NORMS = ("without", "with")
WEIGHTS = ("PyTorch's default", "He")
LAYERS = range(4, 57, 4)
CHANNELS, SIDE, BATCH = 16, 8, 16
REACH = 1e-8, 1e8  # what both axes show


def flow(block: str = "plain", batch_norm: str = "without", weights: str = "PyTorch's default", layers: int = 56) -> Explorer:
    """Follow signal and gradient through a stack of untrained blocks, two 3×3 convolutions each: how large is either at each block?

    Args:
        block, batch_norm, weights: where the menus start: one of ``BLOCKS``, ``NORMS`` and ``WEIGHTS`` (how they are drawn).
        layers: where the slider starts: 4..56, a multiple of 4.
    """
    start = dict(block=block, batch_norm=batch_norm, weights=weights, layers=layers)
    return Explorer(FlowScene(), start=start, block=BLOCKS, batch_norm=NORMS, weights=WEIGHTS, layers=LAYERS)


def measured(block: str, batch_norm: str, weights: str, layers: int) -> tuple[Tensor, Tensor]:
    """The root mean square of what enters each block and of what leaves the last, and of the loss's gradient with respect to it.

    Both (layers / 2 + 1,). The input is standard normal; the gradient at the end, too, and is scaled to 1 there.
    """
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(BATCH, CHANNELS, SIDE, SIDE, generator=generator)
    signals = [x.requires_grad_()]
    for _ in range(layers // 2):
        both = [_drawn(weights, generator) for _ in range(2)]
        signals.append(_block(block, batch_norm == "with", signals[-1], both))
        signals[-1].retain_grad()
    end = torch.randn(x.shape, generator=generator)
    signals[-1].backward(end)
    return tuple(torch.stack([_rms(t) for t in tensors]) for tensors in (signals, [s.grad for s in signals]))


def _block(kind: str, normalise: bool, x: Tensor, weights: list[Tensor]) -> Tensor:
    def norm(t: Tensor) -> Tensor:
        return functional.batch_norm(t, None, None, training=True) if normalise else t

    def convolve(w: Tensor) -> Callable[[Tensor], Tensor]:
        return lambda t: functional.conv2d(functional.pad(t, (1, 1, 1, 1), mode="circular"), w)  # zeros would damp it at the border

    first, second = map(convolve, weights)
    if kind == "pre-activation":
        return x + second(norm(first(norm(x).relu())).relu())
    y = norm(second(norm(first(x)).relu()))
    return (y + x if kind == "residual" else y).relu()


def _drawn(kind: str, generator: torch.Generator) -> Tensor:
    weight = torch.empty(CHANNELS, CHANNELS, 3, 3)
    if kind == "He":
        return nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)
    return nn.init.kaiming_uniform_(weight, a=5**0.5, generator=generator)  # as nn.Conv2d starts


def _rms(t: Tensor) -> Tensor:
    return t.detach().double().square().mean().sqrt()


class FlowScene:
    """On the left the signal after each block, on the right the gradient before it, both on the same scale."""

    def __init__(self) -> None:
        with style():
            self.card = Card(9.4, 3.9, layout=None)
            left = self.card.add_axes((0.075, 0.14, 0.43, 0.77))
            self.axes = left, self.card.add_axes((0.555, 0.14, 0.43, 0.77), sharey=left)
            self.axes[1].tick_params(labelleft=False)
            self.lines = []
            for axes, colour, label in zip(
                self.axes, (BLUE, VERMILION), ("the picture enters on the left", "the gradient comes from the right"), strict=True
            ):
                axes.axhline(1, color=FAINT, linewidth=1.2, zorder=0)
                axes.set(yscale="log", ylim=REACH, xlabel=f"layers below this place  ({label})")
                axes.xaxis.set_major_locator(MaxNLocator(integer=True))
                axes.grid(axis="y")
                self.lines += axes.plot([], [], "o-", color=colour)
            self.axes[0].set_ylabel("root mean square")

    def __call__(self, block: str, batch_norm: str, weights: str, layers: int) -> Card:
        found = measured(block, batch_norm, weights, layers)
        for axes, line, values, name in zip(self.axes, self.lines, found, ("signal", "gradient"), strict=True):
            line.set_data(range(0, layers + 1, 2), values.clamp(1e-60, 1e60))  # what is out of reach leaves the picture
            axes.set_xlim(-layers / 50, layers + layers / 50)
            first, last = (0, -1) if name == "signal" else (-1, 0)
            axes.set_title(f"{name}: {_times(values[last] / values[first])} over {layers} layers", loc="left", fontweight="bold")
        return self.card


def _times(factor: Tensor) -> str:
    x = float(factor)
    return (
        f"×{x:,.0f}"
        if 10 <= x < 1e5
        else f"×{x:.2g}"
        if 0.01 <= x < 10
        else f"×{x:.0e}".replace("e-0", "e−").replace("e-", "e−").replace("e+0", "e")
    )
