"""Train a network of the course, see how it did, keep what it learned.

`loop` is the training loop, `given` what it takes, `results` what it returns, `checkpoint` a file of numbers.
"""

from convnets.train.loop import BUDGET, DIGITS, ENOUGH, SCHEDULES, evaluate, fit
from convnets.train.results import Evaluation, History

__all__ = ["SCHEDULES", "DIGITS", "BUDGET", "ENOUGH", "fit", "evaluate", "History", "Evaluation"]
