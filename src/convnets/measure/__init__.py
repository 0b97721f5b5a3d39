"""What a network costs, and how far it sees: parameters, multiply-accumulates, map sizes, receptive fields, layer by layer.

`cost` asks a network by running it once; `fields` is the arithmetic of receptive fields, `graph` what runs
inside a module.
"""

from convnets.measure.cost import (
    Layer,
    Layers,
    device_of,
    evaluating,
    last_linear,
    layers,
    listing,
    macs,
    map_sizes,
    parameters,
    receptive_field,
    stages,
)
from convnets.measure.graph import Operation, operations

__all__ = [
    "parameters",
    "macs",
    "map_sizes",
    "receptive_field",
    "Layer",
    "Layers",
    "layers",
    "stages",
    "listing",
    "evaluating",
    "device_of",
    "last_linear",
    "Operation",
    "operations",
]
