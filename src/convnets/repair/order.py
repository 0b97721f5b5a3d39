"""What to try first: what brings an answer nearer to a right one, on lines that failing observations run, of a kind that often helps."""

import ast
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from convnets.repair.donors import Donors, donated
from convnets.repair.edit import Edit, tokens
from convnets.repair.edits import edits

NEAREST = 5  # right answers that an answer is compared with
GAIN = (-4.0, 2.5)  # the least and the most that nearness counts
SUSPICION = 2.0
PRIOR = {
    "fresh layer": 1.0, "module list": 1.0, "flag": 0.8, "unwrap": 0.7, "in place": 0.7, "bracket": 0.7, "keyword": 0.6, "compare": 0.6, "operand": 0.6,
    "operator": 0.5, "family": 0.5, "constant": 0.4, "exchange": 0.4, "return": 0.4, "attribute": 0.3, "swap": 0.3, "branch": 0.3, "text": 0.3,
    "new keyword": 0.3, "order": 0.2, "name": 0.2, "drop item": 0.2, "drop statement": 0.2, "move item": 0.2, "no_grad": 0.2, "bound": 0.0, "move": -0.3,
    "insert layer": -0.5, "insert statement": -0.8, "wrap": -1.0, "donor": -1.0, "donor line": -1.0,
}  # fmt: skip
EVERYWHERE = 0.4
OWN, DONORS = 20_000, 8000  # edits of an answer's own, and with a piece of a right answer: the most that are looked at


def suspicion(ran: Mapping[str, Iterable[int]], failing: Iterable[str]) -> dict[int, float]:
    """Ochiai's measure of each line that a failing observation runs: near 1 where only failing ones run it. ``ran``: observation to lines."""
    failed = [set(ran[label]) for label in failing if label in ran]
    passed = [set(lines) for label, lines in ran.items() if label not in set(failing)]
    found = {}
    for line in set().union(*failed):
        bad, good = (sum(line in lines for lines in group) for group in (failed, passed))
        found[line] = bad / (len(failed) * (bad + good)) ** 0.5
    return found


def candidates(
    tree: ast.Module,
    right: Sequence[ast.Module] = (),
    donors: Donors | None = None,
    suspicious: Mapping[int, float] | None = None,
    only: str = "",
) -> list[Edit]:
    """The edits of an answer, most plausible first; with ``only`` those within one of its definitions."""
    have, suspicious = tokens(tree), suspicious or {}
    near = sorted(map(tokens, right), key=lambda r: (have - r).total() + (r - have).total())[:NEAREST]
    missing = near[0] - have if near else Counter()
    given = islice(donated(tree, donors, missing), DONORS) if donors else ()
    found = []
    for n, edit in enumerate(chain(islice(edits(tree), OWN), given)):
        if only and edit.function.partition(".")[0] != only:
            continue
        lines = range(edit.first, edit.last + 1)
        if edit.inside and suspicious and not any(line in suspicious for line in lines):
            continue  # no failing observation runs it
        gain = max((_gain(have, r, edit.delta) for r in near), default=0)
        often = PRIOR[edit.kind] + EVERYWHERE * edit.everywhere
        worth = max(GAIN[0], min(GAIN[1], gain)) + SUSPICION * max((suspicious.get(line, 0) for line in lines), default=0) + often
        found.append((-worth, n, edit))
    return list(_two_to_one(found))


def _gain(have: Counter, right: Counter, delta: Counter) -> int:
    """By how many tokens the change brings an answer nearer to a right one."""
    return sum(abs(have[t] - right[t]) - abs(have[t] + d - right[t]) for t, d in delta.items())


def _two_to_one(found: list[tuple[float, int, Edit]]) -> Iterator[Edit]:
    """Two of an answer's own edits, then one with a piece of a right answer: in one queue the many pieces crowd out the simple edits."""
    own, given = ([f for f in found if f[2].kind.startswith("donor") == donor] for donor in (False, True))
    heapq.heapify(own)
    heapq.heapify(given)
    while own or given:
        for queue, n in ((own, 2), (given, 1)):
            yield from (heapq.heappop(queue)[2] for _ in range(min(n, len(queue))))
