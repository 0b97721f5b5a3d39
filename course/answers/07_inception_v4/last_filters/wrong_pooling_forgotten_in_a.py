# In Reduction-A the pooling is missing: its channels are those of the map that comes in.
def last_filters(stem: int, reduction_a: tuple[int, int, int, int], reduction_b: tuple[tuple[int, ...], ...]) -> list[int]:
    *_, m, n = reduction_a
    on_17 = m + n
    on_8 = on_17 + sum(branch[-1] for branch in reduction_b)
    return [stem, on_17, on_8]
