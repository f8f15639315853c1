"""Writes expected_py.csv (set,name,value; NA where Python has none). python make_py.py"""
import csv, math, sys, warnings
import numpy as np, scipy, scipy.stats as st, statsmodels, statsmodels.api as sm
warnings.simplefilter("ignore")
out = [f"# Python {sys.version.split()[0]}; numpy {np.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}; command: python make_py.py"]
def put(s, name, x): out.append(f"{s},{name},{'NA' if x is None or not math.isfinite(x) else repr(float(x))}")
for row in csv.DictReader(open("waves.csv")):
    b, a = ([float(x) for x in row[k].split()] for k in ("before", "after")); s = "w" + row["set"]
    bm = st.brunnermunzel(a, b) if min(len(a), len(b)) >= 2 else None
    put(s, "bm.p", None if bm is None else bm.pvalue); put(s, "bm.t", None if bm is None else -bm.statistic)
    if len(a) == len(b) and len(a) > 2 and np.std(np.array(a) - np.array(b)) > 0:
        put(s, "paired.t.p", st.ttest_rel(a, b).pvalue)
    if min(len(a), len(b)) >= 2 and np.var(a) + np.var(b) > 0:
        put(s, "welch.p", st.ttest_ind(a, b, equal_var=False).pvalue)
sheets = {}
for row in csv.DictReader(open("sheets.csv")):
    q = [row[f"q{i}"] for i in range(1, 8)]; q = [x for x in q if x != "-"]
    if all(q): sheets.setdefault(row["set"], []).append((int(row["group"]), np.mean([float(x) for x in q])))
for s, rows in sheets.items():
    g, y = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    if len(set(g)) < 2: continue
    fit = sm.OLS(y, np.ones(len(y))).fit(cov_type="cluster", cov_kwds={"groups": g, "use_correction": False}); G = len(set(g))
    put(s, "cluster.mean", fit.params[0]); put(s, "cluster.se", fit.bse[0] * math.sqrt(G / (G - 1)))
open("expected_py.csv", "w").write("\n".join(out) + "\n")
