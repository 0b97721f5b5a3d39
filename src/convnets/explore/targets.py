"""Label smoothing: what the loss asks of a network that sets the right class above the others, and when it has had enough."""

import math

from convnets.explore.explorer import Explorer, headed
from convnets.plot.card import BLUE, FAINT, INK, ORANGE, VERMILION, Card, style

CLASSES = ("4", "10", "100", "1000")
PERCENT, GAPS = range(51), range(16)


def smoothing(percent: int = 10, gap: int = 8, classes: int = 10) -> Explorer:
    """Targets and answers for the right class and for each other one, and the loss over the gap between their logits.

    All the wrong classes share one logit here, and the right one stands `gap` above it: that is where the loss drives a network
    which cannot tell the wrong ones apart.

    Args:
        percent: where the slider of ε starts, in hundredths.
        gap: where the slider of the gap of logits starts.
        classes: 4, 10, 100 or 1000.
    """
    start = dict(percent=percent, gap=gap, classes=str(classes))
    return Explorer(SmoothingScene(), start=start, percent=PERCENT, gap=GAPS, classes=list(CLASSES))


def targets(classes: int, epsilon: float) -> tuple[float, float]:
    """What the loss wants to hear of the right class, and of each other one (Szegedy et al. 2015, section 7)."""
    return 1 - epsilon + epsilon / classes, epsilon / classes


def logs(classes: int, gap: float) -> tuple[float, float]:
    """The logarithms of the probabilities that a softmax gives to the right class and to each other one."""
    others = -math.log(math.exp(gap) + classes - 1)
    return gap + others, others


def loss(classes: int, epsilon: float, gap: float) -> float:
    """Cross-entropy between the two, in nats."""
    (wanted, spread), (right, other) = targets(classes, epsilon), logs(classes, gap)
    return -wanted * right - (classes - 1) * spread * other


class SmoothingScene:
    """Bars of targets and answers on the left, the loss over the gap of logits on the right."""

    def __init__(self) -> None:
        with style():
            self.card, self.title, self.note = headed(9.4, 3.9)

            bars = self.card.add_axes((0.055, 0.125, 0.35, 0.625))
            bars.set(xlim=(-0.5, 1.55), ylim=(0, 1.12), xticks=(0, 1), xticklabels=("the right class", "each other class"))
            bars.set_yticks((0, 0.5, 1))
            bars.tick_params(axis="x", length=0)
            self.bars = [
                [bars.bar(x + shift, 0, 0.36, color=colour, label=name if x == 0 else None)[0] for x in (0, 1)]
                for shift, colour, name in ((-0.19, ORANGE, "target"), (0.19, BLUE, "softmax of the logits"))
            ]
            self.numbers = [[bars.text(x + shift, 0, "", ha="center", va="bottom", fontsize=9) for x in (0, 1)] for shift in (-0.19, 0.19)]
            bars.legend(loc="upper right", fontsize=9, handlelength=1, borderaxespad=0)

            self.axes = self.card.add_axes((0.475, 0.125, 0.505, 0.625))
            self.axes.set(xlim=(0, GAPS[-1]), ylim=(0, 4), ylabel="loss")
            self.axes.set_xlabel("logit of the right class, minus that of the others", labelpad=2)
            self.xs = [x / 5 for x in range(5 * GAPS[-1] + 1)]
            (self.hard,) = self.axes.plot([], [], color=FAINT, label="without smoothing")
            (self.curve,) = self.axes.plot([], [], color=BLUE, label="with")
            (self.least,) = self.axes.plot([], [], color=INK, marker="v", linestyle="none", markersize=7, label="least possible")
            (self.here,) = self.axes.plot([], [], color=VERMILION, marker="o", linestyle="none", markersize=9, clip_on=False, label="here")
            above = dict(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2)  # no place inside is free for all values
            self.axes.legend(**above, ncols=4, fontsize=9, handlelength=1.2, columnspacing=1.2)

    def __call__(self, percent: int, gap: int, classes: str) -> Card:
        k, epsilon = int(classes), percent / 100
        wanted, said = targets(k, epsilon), [math.exp(x) for x in logs(k, gap)]
        for values, bars, numbers in zip((wanted, said), self.bars, self.numbers, strict=True):
            for value, bar, number in zip(values, bars, numbers, strict=True):
                bar.set_height(value)
                number.set(position=(number.get_position()[0], value + 0.015), text=_short(value))
        self.hard.set_data(self.xs, [loss(k, 0, x) for x in self.xs])
        self.curve.set_data(self.xs, [loss(k, epsilon, x) for x in self.xs])
        now = loss(k, epsilon, gap)
        self.here.set_data([gap], [now])
        self.axes.set_ylim(0, max(2.5, 1.1 * math.log(k), 1.15 * now))

        if epsilon:
            best = math.log(wanted[0] / wanted[1])
            least = loss(k, epsilon, best)
            self.least.set_data([best], [least])
            self.title.set_text(f"ε = {epsilon:.2f}, {k} classes: the loss is least at a gap of {best:.2f}, where it is {least:.3f}")
            excess = now - least
            end = "just enough" if excess < 5e-4 else f"{excess:.3f} more than need be: {'too' if gap > best else 'not yet'} sure"
        else:
            self.least.set_data([], [])
            self.title.set_text(f"ε = 0, {k} classes: the loss has no least value, a larger gap is always better")
            end = "and still falling"
        self.note.set_text(f"At a gap of {gap} the network is {100 * said[0]:.2f} % sure of the right class. Loss {now:.3f}, {end}.")
        return self.card


def _short(value: float) -> str:
    return f"{value:.3f}" if value >= 0.01 or value == 0 else f"{value:.1g}".replace("e-0", "e−")
