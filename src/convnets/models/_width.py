"""Narrower forms of a network: every number of channels times a width."""


def scaled(channels: int, width: float) -> int:
    """`channels` times `width`, as a multiple of 4 and at least 4; untouched at width 1.

    >>> [scaled(c, 0.25) for c in (64, 96, 1000)]
    [16, 24, 248]
    """
    return channels if width == 1 else max(4, 4 * int(channels * width / 4))
