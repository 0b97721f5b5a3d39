# You count k and l too. They are inside the long branch; only its last layer, m, is joined.
def last_filters(stem: int, reduction_a: tuple[int, int, int, int], reduction_b: tuple[tuple[int, ...], ...]) -> list[int]:
    *_, m, n = reduction_a
    on_17 = stem + sum(reduction_a)
    on_8 = on_17 + sum(branch[-1] for branch in reduction_b)
    return [stem, on_17, on_8]
