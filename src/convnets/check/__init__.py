"""What a check cell imports: `check` and the probes it may use.

    observe = check("05_resnet/basic_block")
    observe("output shape", lambda: BasicBlock(8, 16, 2)(randn(2, 8, 8, 8)).shape, hint="does the first convolution use the stride?")
    observe.score()

When a student practises, the verdict is reached here, against the practice key. When an instructor grades, this process only
emits observations; the verdict is reached in another one, in which the student's code never runs.
"""

from convnets.check.observer import check, so_far
from convnets.evidence.operations import Operations
from convnets.evidence.plain import kind_of, whole
from convnets.evidence.probes import (
    Called,
    all_alike,
    both_modes,
    connections,
    described,
    learning_numbers,
    mentions,
    nearest,
    op_sizes,
    parameters,
    randomness,
    response,
    run_once,
    sensitivity,
)
from convnets.evidence.seeds import pick, randint, randn

__all__ = [
    "Called",
    "Operations",
    "all_alike",
    "both_modes",
    "check",
    "connections",
    "described",
    "kind_of",
    "learning_numbers",
    "mentions",
    "nearest",
    "op_sizes",
    "parameters",
    "pick",
    "randint",
    "randn",
    "randomness",
    "response",
    "run_once",
    "sensitivity",
    "so_far",
    "whole",
]
