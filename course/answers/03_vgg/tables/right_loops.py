def best(rows):
    winner = None
    for row in rows:
        if winner is None or row[4] < winner[4] or (row[4] == winner[4] and row[3] < winner[3]):
            winner = row
    return winner

def jitter_gain(rows):
    gains = {}
    for a in rows:
        for b in rows:
            if a[0] == b[0] and a[1] == "384" and b[1] == "256-512":
                gains[a[0]] = a[3] - b[3]
    return gains
