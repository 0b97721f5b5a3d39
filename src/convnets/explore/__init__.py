"""Explorers: something to move in each chapter. One idea a file; `Explorer` is the pattern they follow."""

from convnets.explore.asking import ask
from convnets.explore.augmenting import augment
from convnets.explore.branching import bottleneck
from convnets.explore.explorer import Explorer
from convnets.explore.flowing import flow
from convnets.explore.grouping import groups
from convnets.explore.laying import output_size
from convnets.explore.looking import features
from convnets.explore.mapping import lineage
from convnets.explore.opening import network
from convnets.explore.scaling import scaling
from convnets.explore.shifting import shift
from convnets.explore.softening import smoothing
from convnets.explore.stacking import stack
from convnets.explore.stepping import convolution

__all__ = [
    "Explorer",
    "ask",
    "augment",
    "bottleneck",
    "convolution",
    "features",
    "flow",
    "groups",
    "lineage",
    "network",
    "output_size",
    "scaling",
    "shift",
    "smoothing",
    "stack",
]
