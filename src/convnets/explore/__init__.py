"""Explorers: something to move in each chapter. One idea a file; `Explorer` is the pattern they follow.

They are read when asked for, since matplotlib takes long to import.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "chart": ["lineage"],
        "connections": ["groups"],
        "explorer": ["Explorer"],
        "inception": ["bottleneck"],
        "kernels": ["stack"],
        "maps": ["features"],
        "pieces": ["augment"],
        "signals": ["flow"],
        "stages": ["network"],
        "targets": ["smoothing"],
        "translation": ["shift"],
        "trunk": ["scaling"],
        "upload": ["ask"],
        "walk": ["convolution"],
        "windows": ["output_size"],
    },
)
