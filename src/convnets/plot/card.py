"""The one look of all figures: dark ink on a light card, which reads on JupyterLab's light page and on its dark one.

Importing this loads matplotlib, so do it inside functions.
"""

import base64
import struct
import zlib
from contextlib import AbstractContextManager

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

PAPER, INK, FAINT = "#fbfaf6", "#24292f", "#c9c6be"
BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7"
PALETTE = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)  # colour-blind safe: Okabe & Ito 2008, https://jfly.uni-koeln.de/color/

STYLE = {
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": matplotlib.cycler(color=PALETTE),
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "font.size": 10,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "lines.linewidth": 1.8,
    "lines.markersize": 4,
    "legend.frameon": False,
    "image.interpolation": "nearest",
    "figure.constrained_layout.h_pad": 0.09,  # inches
    "figure.constrained_layout.w_pad": 0.09,
}


def style() -> AbstractContextManager:
    """Draw inside ``with style():``; matplotlib's own settings are untouched afterwards."""
    return matplotlib.rc_context(STYLE)


class Card(Figure):
    """A figure that is no part of pyplot (nothing to close) and shows itself, sharply, as the value of a notebook cell."""

    def __init__(self, width: float, height: float, layout: str | None = "constrained") -> None:
        """Width and height in inches, 100 points of the page each."""
        super().__init__(figsize=(width, height), dpi=100, facecolor=PAPER, layout=layout)
        FigureCanvasAgg(self)

    def png(self, scale: float = 2) -> bytes:
        """The picture at `scale` pixels for each point of the page."""
        usual, self.dpi = self.dpi, 100 * scale
        try:
            self.canvas.draw()  # once; `savefig` draws what has a layout twice
            return _png(np.asarray(self.canvas.buffer_rgba()))
        finally:
            self.dpi = usual

    def mimebundle(self, scale: float = 2) -> tuple[dict[str, str], dict[str, dict]]:
        """Data and metadata for IPython's display: the PNG, and how large it should appear."""
        width, height = (round(100 * inches) for inches in self.get_size_inches())
        data = {"image/png": base64.b64encode(self.png(scale)).decode(), "text/plain": f"<figure of {width} x {height} points>"}
        return data, {"image/png": {"width": width, "height": height}}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, str], dict[str, dict]]:
        return self.mimebundle()


def _png(pixels: np.ndarray) -> bytes:
    """Pixels (H, W, 4) as a PNG file, each row as its difference to the one above. An explorer redraws often, and a search for each
    row's best filter takes as long as the drawing."""
    height, width, _ = pixels.shape
    rows = np.full((height, 1 + 4 * width), 2, np.uint8)  # the filter "up", https://www.w3.org/TR/png-3/#9Filters
    rows[:, 1:] = pixels.reshape(height, -1)
    rows[1:, 1:] -= rows[:-1, 1:].copy()
    parts = (b"IHDR", struct.pack(">2I5B", width, height, 8, 6, 0, 0, 0)), (b"IDAT", zlib.compress(rows.tobytes(), 1)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
