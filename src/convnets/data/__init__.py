"""Labelled pictures, ready to train on: every data set of the course behind one function.

>>> digits = load("digits")
>>> digits.train.images.shape, digits.test.labels.shape
(torch.Size([4000, 1, 32, 32]), torch.Size([1000]))
>>> for images, labels in digits.train.batches(64, shuffle=True, seed=0): ...
"""

from convnets.data.augment import random_shift, shift
from convnets.data.cats_and_dogs import Lab, cats_vs_dogs
from convnets.data.decoder import open_picture
from convnets.data.drawings import drawn
from convnets.data.photos import Photos
from convnets.data.pictures import Pictures, Splits
from convnets.data.sets import at_hand, load, names
from convnets.data.view import View

__all__ = [
    "Lab",
    "Photos",
    "Pictures",
    "Splits",
    "View",
    "at_hand",
    "cats_vs_dogs",
    "drawn",
    "load",
    "names",
    "open_picture",
    "random_shift",
    "shift",
]
