# You add Reduction-A's pooling twice: on 17×17 there are the stem's channels, m and n.
def last_filters(stem: int, reduction_a: tuple[int, int, int, int], reduction_b: tuple[tuple[int, ...], ...]) -> list[int]:
    """Filters of the last 1×1 in the residual modules A, B and C: as many as their maps have channels."""
    *_, m, n = reduction_a
    on_17 = 2 * stem + m + n
    on_8 = on_17 + sum(branch[-1] for branch in reduction_b)
    return [stem, on_17, on_8]
