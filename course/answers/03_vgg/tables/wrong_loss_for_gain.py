# jitter_gain has the wrong sign: the error with 384 minus the one with jitter, so that a gain is positive.
def best(rows):
    return min(rows, key=lambda row: (row[4], row[3]))

def jitter_gain(rows):
    fixed = {row[0]: row[3] for row in rows if row[1] == "384"}
    jittered = {row[0]: row[3] for row in rows if row[1] == "256-512"}
    return {column: jittered[column] - fixed[column] for column in fixed if column in jittered}
