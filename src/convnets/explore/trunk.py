"""What scaling the residuals does to a residual trunk: the size of its signal, and the channels that die in a few large steps."""

import math
from typing import NamedTuple

import torch
from matplotlib.ticker import MaxNLocator, PercentFormatter
from torch import Tensor
from torch.nn import functional

from convnets.explore.explorer import Explorer
from convnets.plot.card import BLUE, FAINT, INK, VERMILION, Card, style

SCALE = range(5, 101, 5)  # percent
BLOCKS = range(2, 25)
REACH, FAR = (0.1, 300.0), 1e30  # what the axis of sizes shows; stands for what is no number any more
RATES = ("0", "0.05", "0.2", "0.5", "1", "2")
CHANNELS, INNER, CLASSES, PICTURES, STEPS, MOMENTUM = 48, 8, 10, 96, 6, 0.9


def scaling(scale: int = 100, blocks: int = 16, rate: str = "1") -> Explorer:
    """A small residual trunk after six steps of training: how large is the signal behind each block, and how many channels are dead?

    Args:
        scale: where the slider starts: by how many percent of themselves the residuals are added, 5..100, a multiple of 5.
        blocks: where the slider starts: 2..24.
        rate: where the menu starts: the learning rate of the steps, one of ``RATES``.
    """
    start = {"scale %": scale, "blocks": blocks, "learning rate": rate}
    return Explorer(ScalingScene(), start=start, **{"scale %": SCALE, "blocks": BLOCKS, "learning rate": RATES})


class Trunk(NamedTuple):
    """What was seen in a trunk before its steps or after them: the size and the dead share by block, the input first, and the loss."""

    sizes: list[float]
    dead: list[float]
    loss: float


def trained(scale: float, blocks: int, rate: float) -> tuple[Trunk, Trunk]:
    """A trunk before `STEPS` steps of gradient descent and after them.

    A "picture" is one pixel of 48 channels, drawn around the centre of its class. A block is relu(x + scale * linear(relu(batch norm(linear))))
    with 8 channels inside; the last layer tells 10 classes. The size is the root mean square; dead is a channel that is 0 for all pictures.
    """
    generator = torch.Generator().manual_seed(0)

    def drawn(*shape: int, std: float) -> Tensor:
        return torch.randn(*shape, generator=generator) * std

    labels = torch.arange(PICTURES) % CLASSES
    pictures = (drawn(CLASSES, CHANNELS, std=1)[labels] + drawn(PICTURES, CHANNELS, std=0.5)).relu()
    last = drawn(CHANNELS, CLASSES, std=(3 * CHANNELS) ** -0.5)
    most = BLOCKS[-1]  # the first blocks are the same, however many there are
    into, out = (
        drawn(most, CHANNELS, INNER, std=(2 / CHANNELS) ** 0.5)[:blocks],
        drawn(most, INNER, CHANNELS, std=(3 * INNER) ** -0.5)[:blocks],
    )
    biases, gammas, betas = drawn(most, CHANNELS, std=(3 * INNER) ** -0.5)[:blocks], torch.ones(blocks, INNER), torch.zeros(blocks, INNER)
    weights = [t.clone().requires_grad_() for t in (into, out, biases, gammas, betas, last)]

    def forward() -> tuple[list[Tensor], Tensor]:
        signals = [pictures]
        for w, v, bias, gamma, beta in zip(*weights[:5], strict=True):
            inside = functional.batch_norm(signals[-1] @ w, None, None, gamma, beta, training=True).relu()
            signals.append((signals[-1] + scale * (inside @ v + bias)).relu())
        return signals, functional.cross_entropy(signals[-1] @ weights[5], labels)

    def look() -> Trunk:
        with torch.no_grad():
            signals, loss = forward()
        sizes = torch.stack([x.square().mean().sqrt() for x in signals]).tolist()
        return Trunk(sizes, torch.stack([(x == 0).all(dim=0).float().mean() for x in signals]).tolist(), float(loss))

    before, momenta = look(), [torch.zeros_like(w) for w in weights]
    for _ in range(STEPS if rate else 0):
        gradients = torch.autograd.grad(forward()[1], weights)
        with torch.no_grad():
            for w, momentum, gradient in zip(weights, momenta, gradients, strict=True):
                w -= rate * momentum.mul_(MOMENTUM).add_(gradient)
    return before, look()


class ScalingScene:
    """On the left the size of the signal behind each block, before the steps and after; on the right the share of dead channels, after."""

    def __init__(self) -> None:
        with style():
            self.card = Card(9.4, 3.6, layout=None)
            self.size, self.dead = self.card.add_axes((0.075, 0.17, 0.4, 0.71)), self.card.add_axes((0.575, 0.17, 0.4, 0.71))
            (self.before,) = self.size.plot([], [], "o-", color=FAINT, label="before the first step")
            (self.after,) = self.size.plot([], [], "o-", color=BLUE, label=f"after {STEPS} steps")
            (self.share,) = self.dead.plot([], [], "o-", color=VERMILION)
            self.size.set(yscale="log", ylim=REACH, ylabel="root mean square")
            self.size.legend(loc="lower right", ncols=2, fontsize=9, columnspacing=1)
            self.dead.set(ylim=(-0.03, 1.03), ylabel="dead channels")
            self.dead.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
            for axes in (self.size, self.dead):
                axes.set_xlabel("blocks below this place")
                axes.xaxis.set_major_locator(MaxNLocator(integer=True))
                axes.grid(axis="y")
            self.note = self.dead.text(0.03, 0.92, "", transform=self.dead.transAxes, color=INK)

    def __call__(self, **values: object) -> Card:
        scale, blocks, rate = values["scale %"] / 100, values["blocks"], float(values["learning rate"])
        before, after = trained(scale, blocks, rate)
        at = range(blocks + 1)
        self.before.set_data(at, before.sizes)
        self.after.set_data(at, torch.tensor(after.sizes).nan_to_num(FAR).clamp(max=FAR))  # what is out of reach leaves the picture
        self.share.set_data(at, after.dead)
        for axes in (self.size, self.dead):
            axes.set_xlim(-0.5, blocks + 0.5)
        how = dict(loc="left", fontweight="bold", fontsize=11)
        self.size.set_title(f"signal: ×{before.sizes[-1] / before.sizes[0]:.2g} over {blocks} blocks at the start", **how)
        self.dead.set_title(f"after {STEPS} steps {after.dead[-1]:.0%} of the last block are dead", **how)
        self.note.set_text(f"loss {before.loss:.2f} → {_short(after.loss)}")
        return self.card


def _short(loss: float) -> str:
    return f"{loss:.2f}" if loss < 1e3 else f"{loss:.0e}".replace("e+0", "e").replace("e+", "e") if math.isfinite(loss) else "no number"
