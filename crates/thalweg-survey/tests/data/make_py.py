"""Writes expected_py.csv (name,value). python make_py.py"""
import csv, sys
import numpy as np, pandas as pd, pingouin as pg, scipy, scipy.stats as st, statsmodels, statsmodels.api as sm
d = pd.read_csv("likert.csv"); q = d[[f"q{i}" for i in range(1, 7)]].astype(float)
out = [f"# Python {sys.version.split()[0]}; numpy {np.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, pingouin {pg.__version__}; command: python make_py.py"]
def put(name, x):
    x = np.atleast_1d(np.asarray(x, float))
    for i, v in enumerate(x):
        out.append(f"{name}{'.' + str(i + 1) if x.size > 1 else ''},{v!r}".replace("np.float64(", "").replace(")", ""))
put("alpha.pingouin", pg.cronbach_alpha(data=q)[0])
lm = pg.linear_regression(q[[f"q{i}" for i in range(1, 6)]], q["q6"], relimp=True)
put("drivers.lmg", lm["relimp"].to_numpy()[1:]); put("drivers.r2", lm["r2"].iloc[0])
X = q[[f"q{i}" for i in range(1, 6)]].to_numpy(); R = np.corrcoef(np.c_[X, q["q6"]], rowvar=False)
w, V = np.linalg.eigh(R[:5, :5]); half = V @ np.diag(w**.5) @ V.T; beta = np.linalg.solve(half, R[:5, 5])
put("drivers.johnson", (half**2) @ (beta**2))
score = q.mean(axis=1)
cl = sm.OLS(score, np.ones(len(score))).fit(cov_type="cluster", cov_kwds={"groups": d["group"], "use_correction": False})
put("cluster.mean", cl.params.iloc[0]); put("cluster.se.uncorrected", cl.bse.iloc[0])
# Promoter balance: adjusted Wald with 3/4 added to both ends and 3 to n
p, de, n = 12, 9, 40; z = st.norm.ppf(.975); a, b = (p + .75) / (n + 3), (de + .75) / (n + 3)
put("balance", [100 * (p - de) / n, 100 * (a - b - z * np.sqrt((a + b - (a - b)**2) / (n + 3))), 100 * (a - b + z * np.sqrt((a + b - (a - b)**2) / (n + 3)))])
# Partially overlapping samples (Derrick, Russ, Toher and White 2017): 6 only before, 5 only after, 8 in both
before_only = np.array([3.2, 4.0, 2.5, 3.8, 4.4, 3.0]); after_only = np.array([4.1, 4.6, 3.9, 4.8, 3.7])
b = np.array([3.0, 3.5, 2.8, 4.1, 3.3, 3.9, 2.6, 3.6]); a = np.array([3.4, 3.9, 3.3, 4.0, 3.9, 4.5, 2.9, 4.2])
x1, x2 = np.r_[before_only, b], np.r_[after_only, a]; na, nb, nc = 6, 5, 8; n1, n2 = na + nc, nb + nc
r = np.corrcoef(b, a)[0, 1]; v1, v2 = x1.var(ddof=1), x2.var(ddof=1)
diff = x2.mean() - x1.mean()
sp = np.sqrt(((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2)); t1 = diff / (sp * np.sqrt(1/n1 + 1/n2 - 2 * r * nc / (n1 * n2)))
df1 = (nc - 1) + (na + nb + nc - 1) / (na + nb + 2 * nc) * (na + nb)
se2 = np.sqrt(v1/n1 + v2/n2 - 2 * r * np.sqrt(v1 * v2) * nc / (n1 * n2)); t2 = diff / se2
gam = (v1/n1 + v2/n2)**2 / ((v1/n1)**2 / (n1 - 1) + (v2/n2)**2 / (n2 - 1)); df2 = (nc - 1) + (gam - nc + 1) / (na + nb + 2 * nc) * (na + nb)
put("overlap.equal", [t1, df1, 2 * st.t.sf(abs(t1), df1)]); put("overlap.welch", [t2, df2, 2 * st.t.sf(abs(t2), df2), diff, se2])
# Two clustered waves: linearised change by team
g = d["group"].to_numpy(); first = (np.arange(len(g)) % 2 == 0); y = score.to_numpy()
m1, m2 = y[first].mean(), y[~first].mean(); G = len(np.unique(g))
res = [((y[~first & (g == k)] - m2).sum() / (~first).sum()) - ((y[first & (g == k)] - m1).sum() / first.sum()) for k in np.unique(g)]
se = np.sqrt(G / (G - 1) * np.sum(np.square(res))); t = st.t.ppf(.975, G - 1)
put("cluster.change", [m2 - m1, se, m2 - m1 - t * se, m2 - m1 + t * se])
put("wilson", [*__import__("statsmodels.stats.proportion", fromlist=["x"]).proportion_confint(31, 84, method="wilson")])
open("expected_py.csv", "w").write("\n".join(out) + "\n")
