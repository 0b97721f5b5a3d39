# You read three branches of Reduction-B, as v2 has them. Take all that are in the list.
def last_filters(stem: int, reduction_a: tuple[int, int, int, int], reduction_b: tuple[tuple[int, ...], ...]) -> list[int]:
    """Filters of the last 1×1 in the residual modules A, B and C: as many as their maps have channels."""
    *_, m, n = reduction_a
    on_17 = stem + m + n
    on_8 = on_17 + sum(branch[-1] for branch in reduction_b[:3])
    return [stem, on_17, on_8]
