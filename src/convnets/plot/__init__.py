"""Figures: how a training went, what a network has learned, where it errs, how it is built, what it costs.

Each function returns a matplotlib Figure, which shows itself when it is the value of a notebook cell and is saved with
``figure.savefig("curves.pdf")``. Nothing goes through pyplot, so no figure stays open. One style: colour-blind safe, and
legible on light pages and dark ones.
"""

from convnets.plot.answers import confusion, mistakes
from convnets.plot.inside import feature_maps, filters, network
from convnets.plot.sheets import augmentations, pictures
from convnets.plot.training import curves, lineage, live

__all__ = ["augmentations", "confusion", "curves", "feature_maps", "filters", "lineage", "live", "mistakes", "network", "pictures"]
