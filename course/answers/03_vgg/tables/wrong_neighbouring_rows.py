# You compare each row with the one behind it, which works as long as a column's rows stand together. Rows may come in any order.
def best(rows):
    return min(rows, key=lambda row: (row[4], row[3]))


def jitter_gain(rows):
    pairs = [(a, b) for a, b in zip(rows, rows[1:]) if a[0] == b[0]]
    return {a[0]: a[3] - b[3] for a, b in pairs if (a[1], b[1]) == ("384", "256-512")}
