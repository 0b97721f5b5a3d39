# You compare jitter with S = 256. Asked for is S = 384, which is tested at the same scale Q.
def best(rows):
    return min(rows, key=lambda row: (row[4], row[3]))

def jitter_gain(rows):
    fixed = {row[0]: row[3] for row in rows if row[1] == "256"}
    jittered = {row[0]: row[3] for row in rows if row[1] == "256-512"}
    return {column: fixed[column] - jittered[column] for column in fixed if column in jittered}
