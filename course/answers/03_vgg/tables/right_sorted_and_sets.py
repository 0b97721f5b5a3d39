def best(rows):
    return sorted(rows, key=lambda r: r[3:][::-1])[0]

def jitter_gain(rows):
    top1 = {(r[0], r[1]): r[3] for r in rows}
    both = {c for c, _ in top1 if (c, "384") in top1 and (c, "256-512") in top1}
    return {c: top1[c, "384"] - top1[c, "256-512"] for c in both}
