# You go by the test scale Q = 384, which jittered networks have, too. S, the scale of training, is the second entry.
def best(rows):
    return min(rows, key=lambda row: (row[4], row[3]))

def jitter_gain(rows):
    fixed = {row[0]: row[3] for row in rows if row[2] == "384"}
    jittered = {row[0]: row[3] for row in rows if row[1] == "256-512"}
    return {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
