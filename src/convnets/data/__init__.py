"""Labelled pictures, ready to train on: every data set of the course behind one function.

>>> digits = load("digits")
>>> digits.train.images.shape, digits.test.labels.shape
(torch.Size([4000, 1, 32, 32]), torch.Size([1000]))
>>> for images, labels in digits.train.batches(64, shuffle=True, seed=0): ...
"""

from convnets.data.augment import random_shift, shift
from convnets.data.pictures import Pictures, Splits
from convnets.data.sets import at_hand, load, names

__all__ = ["Pictures", "Splits", "at_hand", "load", "names", "random_shift", "shift"]
