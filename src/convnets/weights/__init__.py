"""Weights that others trained, in the course's own networks.

`published` knows which there are and gives a network its own; `fetching` downloads, `shipped` is what a package brings along, `pouring` puts foreign
tensors in their places, `file` reads a file that nobody vouches for.
"""

from convnets.weights.published import (
    OPTIONS,
    VERSION,
    Source,
    WeightsError,
    WeightsMissing,
    best,
    classes,
    fetch,
    find,
    folder,
    load,
    names,
    normalisation,
    prepare,
    pretrained,
)

__all__ = [
    "OPTIONS",
    "Source",
    "VERSION",
    "WeightsError",
    "WeightsMissing",
    "best",
    "classes",
    "fetch",
    "find",
    "folder",
    "load",
    "names",
    "normalisation",
    "prepare",
    "pretrained",
]
