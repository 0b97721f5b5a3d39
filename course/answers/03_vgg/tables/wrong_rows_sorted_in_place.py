# best sorts the rows that it was given, so that whoever called finds them in another order. `sorted` makes a new list.
def best(rows: list[tuple]) -> tuple:
    rows.sort(key=lambda row: (row[4], row[3]))
    return rows[0]


def jitter_gain(rows: list[tuple]) -> dict[str, float]:
    fixed, jittered = (
        {column: top1 for column, s, _, top1, _ in rows if s == scale} for scale in ("384", "256-512")
    )
    return {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
