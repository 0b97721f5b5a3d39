"""Running submissions elsewhere: on the workers of a Dask scheduler that is already there. Needs the extra ``dask``.

A worker gets the cells and a nonce, and gives back what was seen; it needs this library, its versions, a processor that computes alike and a
sandbox, and no course folder. Workers of another kind are left out, and said.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from convnets.classroom.course import CourseError
from convnets.classroom.running.run import Limits, Run, Step, attempted, environment
from convnets.classroom.running.sandbox import UNSAFE, Sandbox, find
from convnets.classroom.running.shell import MachineFailure

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
        workers = client.scheduler_info(n_workers=-1)["workers"]
        if not workers:
            raise CourseError(f"the Dask scheduler at {address} has no workers")
        found = client.run(environment, on_error="return")
        # one that is lost just now comes back
        alike = [w for w in workers if isinstance(found.get(w), OSError) or found.get(w) == environment()]
        if others := [worker for worker in workers if worker not in alike]:
            why = f"{len(others)} of {len(workers)} Dask workers would not see what is seen here: {_unlike(found.get(others[0]))}"
            if not alike:
                raise CourseError(why)
            print(f"{why}; they are left out")
        slots, chosen = sum(workers[worker]["nthreads"] for worker in alike), alike if others else None

        def elsewhere(steps: Sequence[Step], nonce: str, sandbox: Sandbox, limits: Limits) -> Run:
            job = _there, list(steps), nonce, sandbox.safe, limits, environment()
            return client.submit(*job, pure=False, retries=2, workers=chosen).result()

        yield elsewhere, slots


def _unlike(there: list[str] | BaseException | None) -> str:
    """What is another there, and what to do about it."""
    if not isinstance(there, list):
        return f"they do not find this library ({there})"
    here = environment()
    if there[0] != here[0]:
        return "they have another version of this library"
    pairs = ", ".join(f"{b or 'unset'} instead of {a or 'unset'}" for a, b in zip(here, there, strict=True) if a != b)
    return (
        f"{pairs} (processors that differ can be made to compute alike: set ATEN_CPU_CAPABILITY, ONEDNN_MAX_CPU_ISA and MKL_CBWR on both)"
    )


def _there(steps: Sequence[Step], nonce: str, safe: bool, limits: Limits, wanted: list[str]) -> Run:
    """On a worker. Raises MachineFailure where it would see something else than the grader's own machine."""
    if environment() != wanted:
        raise MachineFailure(f"a Dask worker would not see what is seen here: {environment()[1:]} and not {wanted[1:]}")
    sandbox = find() if safe else UNSAFE
    if safe and not sandbox.safe:
        raise MachineFailure(f"a Dask worker has no sandbox: {sandbox.note}")
    return attempted(steps, nonce, sandbox, limits)
