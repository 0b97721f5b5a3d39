"""Teach a network that knows ImageNet to tell other things apart, with a few hundred pictures: from a folder to a file to hand in.

>>> lab = data.cats_vs_dogs("photos")
>>> result = finetune.run(lab)  # a linear probe on frozen features
>>> result
probe: accuracy 100.0% (0 of 50 wrong), 95% interval 92.9% to 100.0%, in 4.1 s on CPU, 2 threads
>>> result.save("submission.safetensors")
>>> finetune.load("submission.safetensors")("my_cat.jpg")
[('cat', 0.998), ('dog', 0.002)]
"""

from convnets.lab.freezing import freeze, groups, unfreeze
from convnets.lab.head import fit_head
from convnets.lab.methods import METHODS, run
from convnets.lab.predictor import Predictor, evaluate, load
from convnets.lab.result import Result
from convnets.train.results import evaluation

__all__ = [
    "METHODS",
    "Predictor",
    "Result",
    "evaluate",
    "evaluation",
    "fit_head",
    "freeze",
    "groups",
    "load",
    "run",
    "unfreeze",
]
