# best returns the row with the largest error. These are errors: the lowest is the best.
def best(rows):
    return max(rows, key=lambda row: (row[4], row[3]))

def jitter_gain(rows):
    fixed = {row[0]: row[3] for row in rows if row[1] == "384"}
    jittered = {row[0]: row[3] for row in rows if row[1] == "256-512"}
    return {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
