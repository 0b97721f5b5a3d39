# Your gains are shares of the error. Asked for are per cent points: the difference.
def best(rows):
    return min(rows, key=lambda row: (row[4], row[3]))

def jitter_gain(rows):
    fixed = {row[0]: row[3] for row in rows if row[1] == "384"}
    jittered = {row[0]: row[3] for row in rows if row[1] == "256-512"}
    return {column: (fixed[column] - jittered[column]) / fixed[column] for column in fixed if column in jittered}
