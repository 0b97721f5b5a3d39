"""Running submissions elsewhere: on the workers of a Dask scheduler that is already there. Needs the extra ``dask``.

A worker gets the cells and a nonce, and gives back what was seen; it needs this library, its versions and a sandbox, and no course folder.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from convnets.classroom.course import CourseError
from convnets.classroom.run import Limits, Run, Step, attempted, environment
from convnets.classroom.sandbox import UNSAFE, Sandbox, find
from convnets.classroom.shell import MachineFailure

WAIT = "10s"  # for the scheduler to answer


@contextmanager
def runner(address: str) -> Iterator[tuple[Callable[..., Run], int]]:
    """A function to use in the place of `attempted`, and how many submissions the scheduler's workers take at once. Raises CourseError."""
    try:
        from distributed import Client
    except ImportError:
        raise CourseError('--scheduler needs dask: pip install "convnets-course[dask]"') from None
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as e:
        raise CourseError(f"no Dask scheduler answers at {address}: {e}") from None
    with client:
        slots = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
        if not slots:
            raise CourseError(f"the Dask scheduler at {address} has no workers")

        def elsewhere(steps: Sequence[Step], nonce: str, sandbox: Sandbox, limits: Limits) -> Run:
            return client.submit(_there, list(steps), nonce, sandbox.safe, limits, environment(), pure=False, retries=2).result()

        yield elsewhere, slots


def _there(steps: Sequence[Step], nonce: str, safe: bool, limits: Limits, wanted: list[str]) -> Run:
    """On a worker. Raises MachineFailure where it would see something else than the grader's own machine."""
    if environment() != wanted:
        raise MachineFailure(f"a Dask worker has other versions: {environment()[1:]} and not {wanted[1:]}")
    sandbox = find() if safe else UNSAFE
    if safe and not sandbox.safe:
        raise MachineFailure(f"a Dask worker has no sandbox: {sandbox.note}")
    return attempted(steps, nonce, sandbox, limits)
