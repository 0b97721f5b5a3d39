"""What moving an explorer costs: from the new value to the PNG (or the HTML) of the new figure, beside what feels immediate."""

from time import perf_counter

import torch

from bench.result import Result
from convnets import data, explore, models
from convnets.explore.explorer import content

PICTURE, GRID = 0.1, 0.3  # seconds: for a figure, and for one of many pictures
RUNS = 11


def run() -> list[Result]:
    torch.set_num_threads(1)
    digits, lenet = data.load("digits", train=200, test=200).test, models.create("lenet5")
    moves = {  # an explorer, the control that is moved, and two values it goes between
        "augment": (explore.augment(), "smallest", (40, 60), GRID),
        "bottleneck": (explore.bottleneck(), "r3", (32, 96), PICTURE),
        "convolution": (explore.convolution(digits.pixels(0)[0]), "step", (32, 96), PICTURE),
        "features": (explore.features(lenet, digits), "picture", (1, 2), GRID),
        "flow": (explore.flow(), "layers", (36, 52), PICTURE),
        "groups": (explore.groups(), "output", (3, 11), PICTURE),
        "lineage": (explore.lineage(), "network", explore.lineage().choices["network"][1:3], PICTURE),
        "network": (explore.network("googlenet"), "stage", ("inception3a", "inception4a"), PICTURE),
        "output_size": (explore.output_size(), "width", (9, 14), PICTURE),
        "scaling": (explore.scaling(), "blocks", (12, 20), PICTURE),
        "shift": (explore.shift({"LeNet-5": lenet}, digits), "dx", (-2, 3), PICTURE),
        "smoothing": (explore.smoothing(), "gap", (3, 12), PICTURE),
        "stack": (explore.stack(), "layers", (2, 4), PICTURE),
    }
    return [
        Result(f"explore.{name}, a move of {control}", _times(explorer, control, values), "what feels immediate", [aim] * RUNS, "below 1")
        for name, (explorer, control, values, aim) in moves.items()
    ]


def _times(explorer: explore.Explorer, control: str, values: tuple) -> list[float]:
    times = []
    for i in range(2 + RUNS):
        start = perf_counter()
        content(explorer.figure(**{control: values[i % 2]}))
        times.append(perf_counter() - start)
    return times[2:]
