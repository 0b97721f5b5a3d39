"""Text that is drawn once and then stamped. Matplotlib sets every letter anew whenever it draws, which for a table takes longer than all else."""

import math

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

MOST = 1000  # stamps kept, about 10 kB each


class Stamped(Text):
    """Horizontal text on whole pixels. All that get the same `stamps` share what was drawn."""

    def __init__(self, stamps: dict, **look: object) -> None:
        super().__init__(**look)
        self.stamps = stamps

    def draw(self, renderer: RendererAgg) -> None:
        if not self.get_visible() or not self.get_text():
            return
        look = self.get_text(), self.get_fontsize(), self.get_fontweight(), self.get_color(), self.get_ha(), self.get_va(), renderer.dpi
        if look not in self.stamps:
            if len(self.stamps) >= MOST:
                self.stamps.clear()
            self.stamps[look] = self._stamp(renderer)
        image, left, bottom = self.stamps[look]
        x, y = self.get_transform().transform(self.get_position())
        graphics = renderer.new_gc()
        renderer.draw_image(graphics, round(x) + left, round(y) + bottom, image)
        graphics.restore()
        self.stale = False

    def _stamp(self, renderer: RendererAgg) -> tuple[np.ndarray, int, int]:
        """The text alone, bottom row first, and where its corner lies from the text's place."""
        place, box = self.get_transform().transform(self.get_position()), self.get_window_extent(renderer)
        left, bottom = (math.floor(low - at) - 2 for low, at in zip(box.min, place, strict=True))
        alone = RendererAgg(math.ceil(box.width) + 6, math.ceil(box.height) + 6, renderer.dpi)
        word = Text(-left, -bottom, self.get_text(), color=self.get_color(), ha=self.get_ha(), va=self.get_va())
        word.set(fontproperties=self.get_fontproperties(), transform=IdentityTransform(), figure=self.get_figure())
        word.draw(alone)
        return np.asarray(alone.buffer_rgba())[::-1], left, bottom
