def last_filters(stem, reduction_a, reduction_b):
    k, l, m, n = reduction_a
    a = stem
    b = m + n + a
    c = b
    for branch in reduction_b:
        *_, end = branch
        c += end
    return [a, b, c]
