"""convnets: build every great convolutional network by hand, and have each piece judged.

Submodules are imported when asked for (``from convnets import data, train``), so that ``import convnets`` stays cheap.
"""

__version__ = "0.1.0"
