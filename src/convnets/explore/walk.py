"""A convolution one can step through: the window on the picture, its numbers times the weights, the output filled so far."""

import math
from collections.abc import Mapping, Sequence
from functools import cached_property

import ipywidgets
import torch
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from torch import Tensor
from torch.nn import functional

from convnets.explore.explorer import Explorer
from convnets.plot.card import FAINT, INK, PAPER, VERMILION, Card, style

KERNELS: dict[str, list[list[float]]] = {
    "upright edge": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "level edge": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "slanting stroke": [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]],
    "copy": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "blur": [[1 / 9] * 3] * 3,
    "spot 5×5": [[-1, -1, -1, -1, -1], [-1, 1, 2, 1, -1], [-1, 2, 4, 2, -1], [-1, 1, 2, 1, -1], [-1, -1, -1, -1, -1]],
}
LARGEST = 16  # rows and columns of the picture, so that a window's numbers can be read
STRIDES, PADDINGS = range(1, 4), range(3)
LEVELS = 9  # pixels are whole numbers from 0 (black) to 9 (white), so that one can follow the sums in one's head


def convolution(picture: Tensor, kernels: Mapping[str, Sequence[Sequence[float]]] | None = None) -> Explorer:
    """Step a kernel over a picture: its window, the products, their sum, and the output as far as it is known.

    Args:
        picture: pixels of 0..1, (H, W) or (1, H, W), at least 6×6. One larger than 16×16 is shrunk by a whole number.
        kernels: square kernels by name, 5×5 at most; edges, a stroke, a copy, a blur and a spot if left out.

    Raises ValueError for a picture or a kernel of another shape.
    """
    kernels = {name: torch.as_tensor(kernel, dtype=torch.float32) for name, kernel in (kernels or KERNELS).items()}
    for name, kernel in kernels.items():
        if kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1] or len(kernel) > 5:
            raise ValueError(f"kernel {name!r} has the shape {tuple(kernel.shape)}; it should be square, 5×5 at most.")
    scene, first = ConvolutionScene(_readable(picture), kernels), next(iter(kernels))
    step = scene.fitted(first, STRIDES[0], PADDINGS[0])
    return Walk(scene, start={"step": scene.telling_step(first)}, kernel=list(kernels), stride=STRIDES, padding=PADDINGS, **step)


class Walk(Explorer):
    """An explorer whose last control steps through a scene, with a play button."""

    @cached_property
    def widget(self) -> ipywidgets.Widget:
        view = super().widget
        row, _ = view.children
        step = row.children[-1]
        play = ipywidgets.Play(min=0, max=step.max, value=step.value, interval=250)
        for what in ("value", "max"):
            ipywidgets.jslink((play, what), (step, what))
        row.children = (*row.children, play)
        return view


class ConvolutionScene:
    """Input with its padding on the left; window, weights and products in the middle; the output so far on the right."""

    def __init__(self, pixels: Tensor, kernels: Mapping[str, Tensor]) -> None:
        """
        Args:
            pixels: (H, W), whole numbers 0..9.
            kernels: (k, k) by name.
        """
        self.pixels, self.kernels = pixels, kernels
        self.span = max(pixels.shape) + 2 * PADDINGS[-1]  # cells across both maps, so that they are on one scale
        with style():
            self.card = Card(9.4, 4.35, layout=None)
            self.images, self.grids, self.frames = [], [], []
            for left in (0.1, 5.75):
                axes = self._axes(left, 0.1, 3.55, 3.55)
                axes.set(xlim=(0, self.span), ylim=(self.span, 0))
                self.images.append(axes.imshow([[(0, 0, 0)]]))
                self.grids.append(axes.add_collection(LineCollection([], colors=FAINT, linewidths=0.5)))
                self.frames.append(axes.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=VERMILION, linewidth=2.5)))
            self.titles = [self.card.text(left / 9.4, 4.2 / 4.35, "", fontweight="bold", va="top", linespacing=1.4) for left in (0.1, 5.75)]
            self.blocks = [
                Block(self._axes(4.05, bottom, 0.95, 0.95), most=max(map(len, kernels.values()))) for bottom in (3.0, 1.82, 0.64)
            ]
            for bottom, sign, word in ((3.0, "", "window"), (1.82, "×", "weights"), (0.64, "=", "products")):
                self.card.text(3.98 / 9.4, (bottom + 0.47) / 4.35, sign, fontsize=16, ha="right", va="center")
                self.card.text(5.05 / 9.4, (bottom + 0.47) / 4.35, word, fontsize=9, rotation=270, va="center")
            self.total = self.card.text(
                4.52 / 9.4, 0.3 / 4.35, "", fontsize=12, fontweight="bold", ha="center", va="center", color=PAPER,
                bbox=dict(boxstyle="round,pad=0.35", facecolor=VERMILION, edgecolor="none"),
            )  # fmt: skip
            self.card.text(5.36 / 9.4, 0.3 / 4.35, "→", fontsize=16, ha="center", va="center", color=INK)

    def fitted(self, kernel: str, stride: int, padding: int, step: int = 0) -> dict[str, range]:
        """A step for each position of the window."""
        return {"step": range(math.prod(self._output_size(kernel, stride, padding)))}

    def telling_step(self, kernel: str) -> int:
        """A position with a large output: on the still, something is to be seen."""
        output = functional.conv2d(self.pixels[None, None], self.kernels[kernel][None, None])[0, 0]
        return int(output[: len(output) * 2 // 3].abs().argmax())

    def __call__(self, kernel: str, stride: int, padding: int, step: int) -> Card:
        weights = self.kernels[kernel]
        k = len(weights)
        rows, columns = self._output_size(kernel, stride, padding)
        step = min(step, rows * columns - 1)
        row, column = divmod(step, columns)
        top, left = row * stride, column * stride
        padded = functional.pad(self.pixels, [padding] * 4)
        window = padded[top : top + k, left : left + k]
        products = window * weights
        output = functional.conv2d(padded[None, None], weights[None, None], stride=stride)[0, 0]

        shown = padded[..., None].expand(-1, -1, 3) / LEVELS
        ring = functional.pad(torch.ones_like(self.pixels), [padding] * 4) == 0
        shown = torch.where(ring[..., None], torch.tensor(to_rgb(RING)), shown)
        self._place(0, shown, (left, top, k))
        reach = output.abs().max().item() or 1.0
        colours = torch.tensor(colormaps["RdBu_r"](((output / reach + 1) / 2).numpy())[..., :3], dtype=torch.float32)
        done = torch.arange(rows * columns).reshape(rows, columns) <= step
        self._place(1, torch.where(done[..., None], colours, torch.tensor(to_rgb(OPEN))), (column, row, 1))

        height, width = self.pixels.shape
        ring_note = f", padding {padding} (zeros)" if padding else ", no padding"
        self.titles[0].set_text(
            f"input {height}×{width}{ring_note}\nstride {stride}: the window moves by {stride} pixel{'s' * (stride > 1)}"
        )
        self.titles[1].set_text(f"output {rows}×{columns}: {step + 1} of {rows * columns} values\nblue below 0, white 0, red above")
        self.blocks[0].show(window, colormaps["gray"]((window / LEVELS).numpy()))
        size = weights.abs().max().item()
        self.blocks[1].show(weights, colormaps["RdBu_r"](((weights / size + 1) / 2).numpy()), {1 / 9: "1/9"})
        self.blocks[2].show(products, colormaps["RdBu_r"](((products / (size * LEVELS) + 1) / 2).numpy()))
        self.total.set_text(f"sum {_short(products.sum().item())}")
        return self.card

    def _output_size(self, kernel: str, stride: int, padding: int) -> tuple[int, ...]:
        return tuple((side + 2 * padding - len(self.kernels[kernel])) // stride + 1 for side in self.pixels.shape)

    def _axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        across, up = self.card.get_size_inches()
        axes = self.card.add_axes((left / across, bottom / up, width / across, height / up))
        axes.axis("off")
        return axes

    def _place(self, which: int, colours: Tensor, frame: tuple[int, int, int]) -> None:
        """Put a map in the middle of its axes and its frame (column, row, side) on it."""
        height, width = colours.shape[:2]
        x, y = (self.span - width) / 2, (self.span - height) / 2
        self.images[which].set(data=colours.numpy(), extent=(x, x + width, y + height, y))
        upright = [[(x + i, y), (x + i, y + height)] for i in range(width + 1)]
        level = [[(x, y + i), (x + width, y + i)] for i in range(height + 1)]
        self.grids[which].set_segments(upright + level)
        column, row, side = frame
        self.frames[which].set(xy=(x + column, y + row), width=side, height=side)


RING, OPEN = "#f3d9a4", "#e4e1d8"  # padding; output that is not known yet


class Block:
    """A square of numbers on coloured cells."""

    def __init__(self, axes: Axes, most: int) -> None:
        self.axes = axes
        self.image = axes.imshow([[(0, 0, 0)]])
        self.texts = [axes.text(0, 0, "", ha="center", va="center_baseline") for _ in range(most * most)]

    def show(self, numbers: Tensor, colours: object, spelled: Mapping[float, str] | None = None) -> None:
        k = len(numbers)
        self.image.set(data=colours, extent=(0, k, k, 0))
        self.axes.set(xlim=(0, k), ylim=(k, 0))
        for text in self.texts[k * k :]:
            text.set_text("")
        for i, (text, value) in enumerate(zip(self.texts, numbers.flatten().tolist(), strict=False)):
            words = next((word for known, word in (spelled or {}).items() if abs(value - known) < 1e-6), _short(value))
            red, green, blue = colours[i // k, i % k][:3]
            dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.5
            text.set(text=words, position=(i % k + 0.5, i // k + 0.5), color=PAPER if dark else INK, fontsize=10 if k < 4 else 6.5)


def _readable(picture: Tensor) -> Tensor:
    """Whole numbers 0..9, (H, W), at most 16×16."""
    pixels = picture.squeeze(0) if picture.ndim == 3 else picture
    if pixels.ndim != 2 or min(pixels.shape) < 6:
        raise ValueError(f"a grey picture of at least 6×6 is wanted, (H, W) or (1, H, W); this one has the shape {tuple(picture.shape)}.")
    factor = math.ceil(max(pixels.shape) / LARGEST)
    return (functional.avg_pool2d(pixels.float().cpu()[None], factor)[0] * LEVELS).round()


def _short(value: float) -> str:
    whole = abs(value - round(value)) < 1e-4
    return (f"{round(value)}" if whole else f"{value:.1f}").replace("-", "−")
