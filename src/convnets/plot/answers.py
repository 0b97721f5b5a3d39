"""What a network said about pictures, and where it erred."""

import torch
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from convnets.data import Pictures
from convnets.plot.card import BLUE, INK, PAPER, VERMILION, Card, style
from convnets.plot.sheets import pictures
from convnets.train.results import Evaluation


def mistakes(tried: Pictures, evaluation: Evaluation, n: int = 20) -> Figure:
    """The `n` pictures a network got most confidently wrong: what each shows, and what the network said, how surely."""
    worst = evaluation.mistakes()[:n]
    if not len(worst):
        raise ValueError(f"nothing to show: all {len(tried):,} pictures were recognised.")
    sure, said, classes = evaluation.probabilities.amax(dim=1), evaluation.predictions, evaluation.classes
    between = " " if max(map(len, classes)) < 2 else "\n"  # names of more than a digit would run into the neighbour's
    titles = [f"is {classes[evaluation.labels[i]]},{between}said {classes[said[i]]}\n{100 * sure[i]:.0f} % sure" for i in worst]
    return pictures(tried.pixels(tried.images[worst]), titles)


def confusion(evaluation: Evaluation) -> Figure:
    """What was taken for what: a row for what the pictures show, a column for what the network said.

    Right answers (the diagonal) are blue by their share of the row; mistakes are red by their number.
    """
    counts, classes = evaluation.confusion, evaluation.classes
    k = len(counts)
    diagonal = torch.eye(k, dtype=torch.bool)
    wrong = counts.masked_fill(diagonal, 0)
    recall = counts.diagonal() / counts.sum(dim=1).clamp(min=1)
    blue, red = (LinearSegmentedColormap.from_list("", [PAPER, colour]) for colour in (BLUE, VERMILION))
    colours = red((wrong / wrong.max().clamp(min=3) * 0.85).numpy())
    colours[diagonal.numpy()] = blue((recall * 0.85).numpy())
    with style():
        figure = Card(0.42 * k + 1.2, 0.42 * k + 1.1)
        axes = figure.subplots()
        axes.imshow(colours)
        for row, column in counts.nonzero().tolist():
            dark = colours[row, column, :3] @ (0.299, 0.587, 0.114) < 0.6
            axes.text(column, row, f"{counts[row, column]:,}", ha="center", va="center", fontsize=9, color=PAPER if dark else INK)
        axes.set(xticks=range(k), yticks=range(k), xticklabels=classes, yticklabels=classes)
        axes.set(xlabel="the network said", ylabel="the picture shows")
        axes.set_title(f"{int(wrong.sum()):,} of {int(counts.sum()):,} wrong")
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.set_xticks([i - 0.5 for i in range(1, k)], minor=True)
        axes.set_yticks([i - 0.5 for i in range(1, k)], minor=True)
        axes.grid(which="minor", color=PAPER, linewidth=2)
        axes.tick_params(which="minor", length=0)
    return figure
