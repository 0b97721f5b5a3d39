# Where no column has both trainings, jitter_gain returns None. An empty dictionary is wanted.
def best(rows: list[tuple]) -> tuple:
    return min(rows, key=lambda row: (row[4], row[3]))


def jitter_gain(rows: list[tuple]) -> dict[str, float]:
    fixed, jittered = (
        {column: top1 for column, s, _, top1, _ in rows if s == scale} for scale in ("384", "256-512")
    )
    return None if not set(fixed) & set(jittered) else {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
