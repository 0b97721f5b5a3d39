"""Weights that are handed in: a file of numbers with a card that says how it was made, tried on pictures it has not seen.

`submission` writes, reads and scores such a file; `terms` says what may stand on the card, `worth` what an accuracy is worth.
"""

from convnets.data.view import HALVES
from convnets.handin.submission import HandinError, PicturesError, card, evaluate, load, photographs, read, score, view, write
from convnets.handin.terms import describe
from convnets.handin.worth import points, result, spelled
from convnets.weights.file import LIMIT

__all__ = [
    "HALVES",
    "LIMIT",
    "HandinError",
    "PicturesError",
    "card",
    "describe",
    "evaluate",
    "load",
    "photographs",
    "points",
    "read",
    "result",
    "score",
    "spelled",
    "view",
    "write",
]
