"""The networks of the course, one paper a file, the paper's table first.

>>> from convnets import models
>>> net = models.create("lenet5")
>>> models.info("lenet5").parameters
61706
"""

# isort: off
from convnets.models import lenet  # noqa: F401  (importing a file enters its networks, in the order of the course)
from convnets.models import alexnet  # noqa: F401
from convnets.models import zfnet  # noqa: F401
from convnets.models import vgg  # noqa: F401
from convnets.models import nin  # noqa: F401
from convnets.models import googlenet  # noqa: F401
from convnets.models import resnet  # noqa: F401
from convnets.models import preact_resnet  # noqa: F401
from convnets.models import inception_v3  # noqa: F401
from convnets.models import inception_v4  # noqa: F401
from convnets.models import inception_resnet  # noqa: F401
from convnets.models import efficientnet_lite0  # noqa: F401

# isort: on
from convnets.models.registry import Paper, create, info, names

__all__ = ["Paper", "create", "info", "names"]
