# best looks at the top-1 error first. Top-5 decides; top-1 only where that is the same.
def best(rows):
    return min(rows, key=lambda row: (row[3], row[4]))

def jitter_gain(rows):
    fixed = {row[0]: row[3] for row in rows if row[1] == "384"}
    jittered = {row[0]: row[3] for row in rows if row[1] == "256-512"}
    return {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
