from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class _Side:
    """The indices on one side, in the order in which they come."""

    indices: list[int] = field(default_factory=list)


def _members(labels: list[int], groups: list[str]) -> dict[int, dict[str, list[int]]]:
    members: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, (label, group) in enumerate(zip(labels, groups)):
        members[label][group].append(index)
    return members


def split(labels: list[int], groups: list[str], share: float = 0.2, seed: int = 0) -> tuple[list[int], list[int]]:
    generator = torch.Generator()
    generator.manual_seed(seed)
    train, test = _Side(), _Side()
    members = _members(labels, groups)
    for label in sorted(members):
        names = sorted(members[label])
        number = max(1, round(share * len(names)))
        order = torch.randperm(len(names), generator=generator)
        for rank, position in enumerate(order.tolist()):
            side = test if rank < number else train
            side.indices.extend(members[label][names[position]])
    return sorted(train.indices), sorted(test.indices)
