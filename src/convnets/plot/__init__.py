"""Figures: how a training went, what a network has learned, where it errs, how it is built, what it costs.

Each function returns a matplotlib Figure, which shows itself when it is the value of a notebook cell and is saved with
``figure.savefig("curves.pdf")``. Nothing goes through pyplot, so no figure stays open. One style: colour-blind safe, and
legible on light pages and dark ones. Files are read when asked for, since matplotlib takes long to import.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "answers": ["confusion", "mistakes"],
        "block": ["block"],
        "inside": ["feature_maps", "filters", "network"],
        "sheets": ["augmentations", "pictures"],
        "training": ["curves", "lineage", "live"],
    },
)
