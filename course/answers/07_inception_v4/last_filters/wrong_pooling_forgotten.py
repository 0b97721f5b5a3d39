# You count the convolutions only. The pooling hands on every channel that came in, in both reductions.
def last_filters(stem: int, reduction_a: tuple[int, int, int, int], reduction_b: tuple[tuple[int, ...], ...]) -> list[int]:
    *_, m, n = reduction_a
    on_17 = m + n
    on_8 = sum(branch[-1] for branch in reduction_b)
    return [stem, on_17, on_8]
