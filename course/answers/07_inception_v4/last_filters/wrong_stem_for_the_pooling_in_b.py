# In Reduction-B you count the stem's channels for the pooling. It reads the map of 17×17, which has more.
def last_filters(stem: int, reduction_a: tuple[int, int, int, int], reduction_b: tuple[tuple[int, ...], ...]) -> list[int]:
    *_, m, n = reduction_a
    on_17 = stem + m + n
    on_8 = stem + sum(branch[-1] for branch in reduction_b)
    return [stem, on_17, on_8]
