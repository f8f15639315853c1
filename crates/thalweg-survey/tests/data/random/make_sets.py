"""Writes sheets.csv (set,points,group,items...) and waves.csv (set,before...;after...). python make_sets.py"""
import random
r = random.Random(20261125)
SHAPES = ["plain", "two_points", "constant_item", "all_alike", "all_missing", "holes", "few_people", "two_people", "one_person", "twins", "reversed", "noise"]
with open("sheets.csv", "w") as f:
    f.write("set,points,group,q1,q2,q3,q4,q5,q6,q7\n")
    for s in range(240):
        shape = SHAPES[s % len(SHAPES)]
        points = 2 if shape == "two_points" else r.choice([2, 3, 4, 5, 5, 5, 6, 7, 7, 10, 11])
        k = r.randint(2, 7)
        n = {"few_people": r.randint(2, k), "two_people": 2, "one_person": 1}.get(shape, r.randint(5, 60))
        groups = r.randint(1, max(1, n // 3))
        level, load = [r.uniform(0.3, 0.7) for _ in range(k)], [r.uniform(0.2, 1.3) for _ in range(k)]
        lift = [r.gauss(0, 0.5) for _ in range(groups)]
        for i in range(n):
            g = r.randrange(groups); trait = r.gauss(0, 1) + lift[g]; row = []
            for j in range(k):
                a = 0 if shape == "noise" else load[j]
                if shape == "reversed" and j % 2: a = -a
                x = level[j] * (points + 1) + 0.3 * points * (a * trait + r.gauss(0, 0.8)) * 0.6
                v = min(points, max(1, round(x)))
                if shape == "constant_item" and j == 0: v = (points + 1) // 2
                if shape == "all_alike": v = points
                if shape == "twins" and j == 1: v = row[0]
                hole = shape == "all_missing" or (shape == "holes" and r.random() < 0.15)
                row.append("" if hole else v)
            f.write(",".join(map(str, [s, points, g] + row + ["-"] * (7 - k))) + "\n")
with open("waves.csv", "w") as f:
    f.write("set,before,after\n")
    for s in range(160):
        kind = ["ties", "plain", "all_alike", "paired_zeros", "tiny", "two_points", "wide", "unequal"][s % 8]
        n = r.randint(1, 4) if kind == "tiny" else r.randint(2, 24)
        m = n if s % 2 else (r.randint(1, 4) if kind == "tiny" else r.randint(2, 24))
        top = {"two_points": 2, "ties": 5}.get(kind, 20)
        def draw(shift, spread=1.0):
            return 3 if kind == "all_alike" else min(top, max(1, round(top * (0.5 + 0.2 * spread * r.gauss(0, 1) + shift)))) / (1 if kind != "wide" else 7)
        b = [draw(0) for _ in range(n)]
        a = [draw(0.08, 2.0 if kind == "unequal" else 1.0) for _ in range(m)]
        if kind == "paired_zeros" and n == m: a = [x if r.random() < 0.4 else y for x, y in zip(b, a)]
        f.write(f"{s},{' '.join(repr(x) for x in b)},{' '.join(repr(x) for x in a)}\n")
