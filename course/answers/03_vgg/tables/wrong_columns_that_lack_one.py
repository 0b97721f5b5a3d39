# Columns that lack one of the two trainings have a gain of 0 in yours. They should not occur: nothing is known of them.
def best(rows):
    return min(rows, key=lambda row: (row[4], row[3]))

def jitter_gain(rows):
    fixed = {row[0]: row[3] for row in rows if row[1] == "384"}
    jittered = {row[0]: row[3] for row in rows if row[1] == "256-512"}
    return {column: fixed.get(column, 0) - jittered.get(column, fixed.get(column, 0)) if column in fixed else 0 for column in {row[0] for row in rows}}
