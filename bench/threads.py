"""`train.fit` on the threads that it chooses beside the same training on all of them, with the lab's waiting threads (``OMP_WAIT_POLICY``)."""

import json
import os
import subprocess
import sys
from time import perf_counter

from bench.result import Result

NETWORKS = {  # the small forms of the chapters, or near them
    "inception_v4": dict(stem="small", width=1 / 16),
    "resnet20_cifar": {},
    "alexnet": dict(stem="small", width=1 / 8),
}
RUNS, PICTURES = 3, 640


def run() -> list[Result]:
    """In a process of their own, for the policy is read once."""
    environment = os.environ | {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": str(os.cpu_count())}
    done = subprocess.run([sys.executable, "-m", "bench.threads"], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [
        Result(f"train.fit, {name}, {PICTURES} pictures", ours, "on all threads", theirs, "above 0.9", verdict="speed")
        for name, (ours, theirs) in json.loads(done.stdout.splitlines()[-1]).items()
    ]


def main() -> None:
    """Print the seconds of both, by network, as JSON."""
    from convnets import data, models, train

    pictures, enough = data.load("digits_on_photos").train.take(PICTURES), train.ENOUGH
    times: dict[str, tuple[list[float], list[float]]] = {}
    for name, options in NETWORKS.items():
        times[name] = ([], [])
        for _ in range(1 + RUNS):
            for side, train.ENOUGH in enumerate((enough, 0)):
                net, start = models.create(name, num_classes=10, **options), perf_counter()
                train.fit(net, pictures, epochs=1, lr=0.001, device="cpu", progress=False)
                times[name][side].append(perf_counter() - start)
    print(json.dumps({name: [side[1:] for side in sides] for name, sides in times.items()}))


if __name__ == "__main__":
    main()
