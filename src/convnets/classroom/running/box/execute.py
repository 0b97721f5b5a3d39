"""The process in which an assignment that is no chapter runs, inside the sandbox: nbgrader's own step, and a line for each cell that it ran.

Reads one JSON object, ``{"notebook", "files", "settings"}``; writes JSON lines, ``[cell's place, outputs]``, then ``[-1, why it ended]``.
Nothing here is trusted by the grader: the student's kernel is a neighbour.
"""

import base64
import json
import os
import sys
from pathlib import Path


def main() -> None:
    """Run what stands on stdin."""
    out = os.fdopen(os.dup(1), "w")  # what the kernel prints past its messages goes nowhere
    os.dup2(2, 1)
    asked = json.load(sys.stdin)
    for name, data in asked["files"].items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(base64.b64decode(data))

    import nbformat
    from nbgrader.preprocessors import Execute
    from traitlets.config import Config

    def say(*told: object) -> None:
        print(json.dumps(told), file=out, flush=True)

    class Told(Execute):
        def on_cell_executed(self, **told: object) -> None:
            super().on_cell_executed(**told)
            say(told["cell_index"], told["cell"].outputs)

    try:
        Told(kernel_name="python3", config=Config(asked["settings"])).preprocess(nbformat.from_dict(asked["notebook"]), {})
        say(-1, "")
    except Exception as e:
        say(-1, f"{type(e).__name__}: {e}"[:300])


if __name__ == "__main__":
    main()
