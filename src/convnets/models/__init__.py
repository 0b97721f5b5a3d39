"""The networks of the course, one paper a file, the paper's table first.

>>> from convnets import models
>>> net = models.create("lenet5")
>>> models.info("lenet5").parameters
61706
"""

from convnets.models import lenet  # noqa: F401  (importing a file enters its networks)
from convnets.models.registry import Paper, create, info, names

__all__ = ["Paper", "create", "info", "names"]
