# min(rows) compares the names of the columns first. It needs a key: what to compare.
def best(rows):
    return min(rows)

def jitter_gain(rows):
    fixed = {row[0]: row[3] for row in rows if row[1] == "384"}
    jittered = {row[0]: row[3] for row in rows if row[1] == "256-512"}
    return {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
