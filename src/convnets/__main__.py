"""``python -m convnets`` is the same as ``convnets``."""

import sys

from convnets.cli import main

sys.exit(main())
