# You add k and l. Joined are m, the end of the long branch, and n.
def last_filters(stem: int, reduction_a: tuple[int, int, int, int], reduction_b: tuple[tuple[int, ...], ...]) -> list[int]:
    m, n, *_ = reduction_a
    on_17 = stem + m + n
    on_8 = on_17 + sum(branch[-1] for branch in reduction_b)
    return [stem, on_17, on_8]
