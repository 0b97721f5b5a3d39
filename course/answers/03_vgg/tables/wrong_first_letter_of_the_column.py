# You take the first letter for the column, and A-LRN becomes A. A column's name is the whole word.
def best(rows: list[tuple]) -> tuple:
    return min(rows, key=lambda row: (row[4], row[3]))


def jitter_gain(rows: list[tuple]) -> dict[str, float]:
    fixed, jittered = (
        {column[0]: top1 for column, s, _, top1, _ in rows if s == scale} for scale in ("384", "256-512")
    )
    return {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
