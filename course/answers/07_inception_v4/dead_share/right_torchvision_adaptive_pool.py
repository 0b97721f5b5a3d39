from typing import Sequence

largest = nn.AdaptiveMaxPool2d((1, 1))


@torch.no_grad()
def dead_share(maps: Sequence[torch.Tensor]) -> float:
    dead, total = 0, 0
    for batch in maps:
        pooled = largest(batch)[:, :, 0, 0].max(0)[0]
        dead += int(pooled.eq(0).sum())
        total += batch.size(1)
    return dead / total
