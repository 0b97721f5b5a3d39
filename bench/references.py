"""``python -m bench.references HOME``: what full runs of the chapters under ``CONVNETS_HOME=HOME`` left becomes the lineage's reference rows.

A network and variant that the course has no row of is taken only when it is named: ``python -m bench.references HOME inception_v2``.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from convnets import lineage


def main(home: Path, wanted: list[str]) -> None:
    """Put the newest row of each network and variant in the place of the course's, its logits too; print what changed."""
    rows = {(row.network, row.variant): row for row in lineage.read(lineage.REFERENCE)}
    for row in lineage.read(home):
        key, before = (row.network, row.variant), rows.get((row.network, row.variant))
        if before or row.network in wanted:
            rows[key] = row
            was = f"; it was {before.accuracy:.1%} in {before.seconds:.0f} s" if before else ", new"
            print(f"{row.name}: {row.accuracy:.1%} in {row.seconds:.0f} s{was}")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows.values():
            lineage.append(row, lineage.logits(row), Path(folder))
        shutil.copytree(folder, lineage.REFERENCE, dirs_exist_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
