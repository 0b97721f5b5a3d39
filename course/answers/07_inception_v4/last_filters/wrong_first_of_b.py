# In Reduction-B you add the first filters of each branch, those of the 1×1. The last ones are joined.
def last_filters(stem: int, reduction_a: tuple[int, int, int, int], reduction_b: tuple[tuple[int, ...], ...]) -> list[int]:
    *_, m, n = reduction_a
    on_17 = stem + m + n
    on_8 = on_17 + sum(branch[0] for branch in reduction_b)
    return [stem, on_17, on_8]
