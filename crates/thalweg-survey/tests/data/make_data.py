"""Writes likert.csv: 84 respondents in 9 groups, six items on 1..5, seeded. python make_data.py"""
import numpy as np
rng = np.random.default_rng(20261125)
sizes = [5, 7, 8, 9, 9, 10, 11, 12, 13]
with open("likert.csv", "w") as f:
    f.write("group,q1,q2,q3,q4,q5,q6,h1,h2,h3,h4,h5,h6\n")
    for g, size in enumerate(sizes):
        effect = 0.5 * rng.standard_normal()
        for _ in range(size):
            common = rng.standard_normal() + effect
            x = np.array([0.8, 0.75, 0.6, 0.7, 0.55, 0.65]) * common + 0.7 * rng.standard_normal(6)
            q = np.searchsorted([-1.4, -0.5, 0.3, 1.2], x) + 1
            holes = [("" if rng.random() < 0.06 else str(v)) for v in q]  # h1..h6: the same answers with holes
            f.write(",".join([str(g)] + [str(v) for v in q] + holes) + "\n")
