# Your gains are those of the top-5 error; asked for is top-1.
def best(rows):
    return min(rows, key=lambda row: (row[4], row[3]))

def jitter_gain(rows):
    fixed = {row[0]: row[4] for row in rows if row[1] == "384"}
    jittered = {row[0]: row[4] for row in rows if row[1] == "256-512"}
    return {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
