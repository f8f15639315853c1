"""Reference values by scipy 1.17.1, statsmodels 0.15.0, lifelines 0.30.3, pymannkendall 1.4.3, ruptures 1.1.10, numpy 2.4.6:
python3 oracle.py > oracle.csv
Each line: what; arguments, lists separated by blanks; expected numbers."""
import itertools
import sys

import numpy as np
import pymannkendall as pmk
import ruptures
from scipy import stats
from statsmodels.stats import multitest, proportion as sp, rates
from statsmodels.stats.contingency_tables import StratifiedTable

rng = np.random.default_rng(20261125)


def row(what, arguments, expected):
    def text(v):
        return " ".join(repr(float(x)) for x in np.atleast_1d(v))
    print(";".join([what] + [text(a) for a in arguments] + [text(expected)]))


samples = [[5.0], [1.0, 2.0], [3.0, 1.0, 2.0], [2.0] * 7, list(rng.lognormal(2, 1, 25)), list(rng.integers(0, 9, 40))]
for values in samples:
    for p in (0, 0.1, 0.25, 0.5, 0.75, 0.85, 0.95, 1):
        for kind, method in ((1, "inverted_cdf"), (7, "linear"), (8, "median_unbiased")):
            row("quantile", (values, p, kind), np.quantile(values, p, method=method))

for n in (1, 2, 5, 8, 100, 10**6):
    for x in sorted({0, 1, n // 4, n // 2, n - 1, n}):
        for level in (0.9, 0.95, 0.99):
            a = 1 - level
            lo, hi = sp.proportion_confint(x, n, a, "wilson")
            row("wilson", (x, n, level), (0.0 if x == 0 else lo, 1.0 if x == n else hi))
            lo, hi = sp.proportion_confint(x, n, a, "beta")
            row("clopper_pearson", (x, n, level), (lo, hi))
            lo, hi = sp.proportion_confint(x, n, a, "jeffreys")
            row("jeffreys", (x, n, level), (0.0 if x == 0 else lo, 1.0 if x == n else hi))
for x1, n1, x2, n2 in ((56, 70, 48, 80), (9, 10, 3, 10), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 10), (1, 3, 2, 7), (9000, 10**6, 9500, 10**6)):
    row("newcombe", (x1, n1, x2, n2, 0.95), sp.confint_proportions_2indep(x1, n1, x2, n2, compare="diff", method="newcomb"))
    row("fisher", (x1, n1, x2, n2), stats.fisher_exact([[x1, n1 - x1], [x2, n2 - x2]])[1])
for n in (1, 2, 10, 49, 1000):
    for x in sorted({0, 1, n // 3, n // 2, n}):
        for p in (0.05, 0.3, 0.5, 0.9):
            row("exact_p", (x, n, p), stats.binomtest(x, n, p).pvalue)
for n in (0, 1, 8, 100, 10**5):
    for t in (1, 4.422619047619048):
        lo, hi = rates.confint_poisson(n, t, "exact-c", 0.05)
        row("garwood", (n, t, 0.95), (0.0 if n == 0 else lo, hi))
for counts in ([1, 3, 1, 1, 1, 1], [0, 12, 1, 0, 11, 0], [5, 5, 5, 5], list(rng.poisson(4, 52))):
    m = np.mean(counts)
    d = ((np.array(counts) - m) ** 2).sum() / m
    row("dispersion", (counts,), (d, stats.chi2.sf(d, len(counts) - 1)))

for name, tables in (("simpson", [(54, 300, 20, 100), (0, 20, 2, 50)]), ("three", [(4, 20, 9, 25), (10, 40, 12, 30), (3, 9, 8, 18)]), ("one", [(5, 10, 2, 12)])):
    t = StratifiedTable([np.array([[a, n - a], [c, m - c]], float) for a, n, c, m in tables])
    lo, hi = t.logodds_pooled_confint()
    flat = [x for table in tables for x in table]
    rd = sum((a / n - c / m) * n * m / (n + m) for a, n, c, m in tables) / sum(n * m / (n + m) for a, n, c, m in tables)
    v = sum((a * (n - a) * m**3 + c * (m - c) * n**3) / (n * m * (n + m) ** 2) for a, n, c, m in tables)
    v = v**0.5 / sum(n * m / (n + m) for a, n, c, m in tables) * stats.norm.ppf(0.975)
    rv = sum(((a + c) * n * m - a * c * (n + m)) / (n + m) ** 2 for a, n, c, m in tables)
    rv = (rv / sum(a * m / (n + m) for a, n, c, m in tables) / sum(c * n / (n + m) for a, n, c, m in tables)) ** 0.5 * stats.norm.ppf(0.975)
    rr = t.riskratio_pooled
    row("mantel_haenszel", (flat,), (t.oddsratio_pooled, np.exp(lo), np.exp(hi), rr, rr * np.exp(-rv), rr * np.exp(rv), rd, rd - v, rd + v, t.test_null_odds().pvalue))

for n in (6, 7, 10, 25, 50, 101, 1000):
    r = max(r for r in range(1, n // 2 + 1) if 1 - 2 * stats.binom.cdf(r - 1, n, 0.5) >= 0.95)
    row("median_ranks", (n, 0.95), (r, n + 1 - r, 1 - 2 * stats.binom.cdf(r - 1, n, 0.5)))

pairs = [([1, 2, 3], [4, 5, 6]), ([1, 2, 2, 5], [2, 3, 3, 6, 7]), (list(rng.normal(0, 1, 12)), list(rng.normal(0.8, 2, 15))), (list(rng.integers(1, 6, 20)), list(rng.integers(2, 7, 18)))]
big = [(list(rng.normal(0, 1, 60)), list(rng.normal(0.3, 1, 70))), (list(rng.integers(1, 6, 80)), list(rng.integers(1, 7, 90)))]
for x, y in pairs + big:
    bm = stats.brunnermunzel(x, y)
    d = np.sign(np.subtract.outer(np.array(x, float), np.array(y, float)))
    row("cliff", (x, y), d.mean())
    if 0 < abs(d.mean()) < 1:
        row("brunner_munzel", (x, y), (-bm.statistic, bm.pvalue))
for x, y in big:
    u = stats.mannwhitneyu(x, y, method="asymptotic")
    row("mann_whitney", (x, y), (u.statistic, u.pvalue))
for x, y in pairs + big:
    x, y = np.array(x, float), np.array(y, float)
    diffs = np.sort(np.subtract.outer(x, y).ravel())
    row("hodges_lehmann", (x, y), np.median(diffs))
for x, y in big:
    x, y = np.array(x, float), np.array(y, float)
    diffs = np.sort(np.subtract.outer(x, y).ravel())
    c = int(len(diffs) / 2 - stats.norm.ppf(0.975) * (len(diffs) * (len(x) + len(y) + 1) / 12) ** 0.5)
    row("hodges_lehmann_interval", (x, y), (diffs[c - 1], diffs[len(diffs) - c]))
for x in ([1.0], [1.0, 2.0, 9.0], list(rng.normal(3, 2, 40)), list(rng.integers(0, 5, 31))):
    w = [(a + b) / 2 for a, b in itertools.combinations_with_replacement(x, 2)]
    row("walsh", (x,), np.median(w))
d = list(rng.normal(0.4, 1, 70)) + [0.0, 0.0, 0.5, -0.5]
for zero, name in (("wilcox", 0), ("pratt", 1)):
    row("signed_rank", (d, name), stats.wilcoxon(d, zero_method=zero, correction=True, method="asymptotic").pvalue)

series = [[8, 7, 9, 8, 10, 9], [12, 13, 12, 14, 13, 12, 13, 14, 13, 12, 14, 13], [8, 7, 9, 8, 10, 9, 12, 13, 12, 14, 13, 12, 13, 14, 13, 12, 14, 13], list(rng.normal(0, 1, 24).cumsum()), list(rng.integers(0, 4, 60)), list(range(15))]
for y in series:
    r = pmk.original_test(y)
    row("mann_kendall", (y,), (r.s, r.Tau, r.var_s, r.z, r.p))
    t = stats.theilslopes(y, alpha=0.95)
    row("theil_sen", (range(len(y)), y), (t.slope, t.intercept, t.low_slope, t.high_slope))
for y in ([1.0, 3.0, 2.0, 4.0], [1.0, 2.0, 3.0, 4.0], [5.0, 3.0, 4.0, 1.0, 2.0], list(rng.normal(0, 1, 9)), list(rng.normal(0, 1, 10) + np.arange(10) * 0.4)):
    row("kendall_exact", (y,), stats.kendalltau(range(len(y)), y, method="exact").pvalue)
times = np.cumsum(rng.integers(1, 9, 30)).astype(float)
values = times * 0.3 + rng.normal(0, 4, 30)
t = stats.theilslopes(values, times, alpha=0.95)
row("theil_sen", (times, values), (t.slope, t.intercept, t.low_slope, t.high_slope))
times[4] = times[5] = times[3]
t = stats.theilslopes(values, times, alpha=0.95)
row("theil_sen", (times, values), (t.slope, t.intercept, t.low_slope, t.high_slope))
steps = np.arange(40) // 8 + np.random.default_rng(7).integers(0, 3, 40)
t = stats.theilslopes(steps, alpha=0.95)
row("theil_sen", (range(40), steps), (t.slope, t.intercept, t.low_slope, t.high_slope))
seasonal = rng.normal(0, 1, 36) + np.arange(36) * 0.05 + np.tile(np.arange(12) * 2.0, 3)
r = pmk.seasonal_test(seasonal, period=12)
row("seasonal", (seasonal, 12), (r.s, r.var_s, r.z, r.p))
n = 1600
times = rng.integers(0, 4000, n).astype(float)
values = np.round(times * 0.01 + rng.normal(0, 5, n), 1)
t = stats.theilslopes(values, times, alpha=0.95)
row("theil_sen", (times, values), (t.slope, t.intercept, t.low_slope, t.high_slope))
values = np.round(rng.normal(0, 1, n))
t = stats.theilslopes(values, times, alpha=0.95)
row("theil_sen", (times, values), (t.slope, t.intercept, t.low_slope, t.high_slope))

step = np.concatenate([rng.normal(0, 1, 20), rng.normal(4, 1, 15), rng.normal(1, 1, 25)])
for y in (step, rng.normal(0, 1, 60), np.concatenate([rng.normal(0, 1, 100), rng.normal(0.8, 1, 100)])):
    for pen in (1.0, 4.0, 10.0):
        found = ruptures.Dynp  # the exact search, for the number of changes that costs least
        best = min((ruptures.costs.CostL2().fit(np.array(y)).sum_of_costs(b) + pen * (len(b) - 1), b) for b in ([len(y)], *(found(model="l2", min_size=3, jump=1).fit(np.array(y)).predict(k) for k in range(1, len(y) // 3 - 1 if len(y) < 100 else 45))))
        pelt = ruptures.Pelt(model="l2", min_size=3, jump=1).fit(np.array(y)).predict(pen)

        if pelt != best[1]:
            print("PELT differs", pen, pelt, best, file=sys.stderr)
        row("pelt", (y, pen), best[1])

for p in ([0.01, 0.04, 0.03], [0.5], [0.2, 0.2, 0.2, 0.001, 1.0], list(rng.random(40) ** 2)):
    row("holm", (p,), multitest.multipletests(p, method="holm")[1])
    row("benjamini_hochberg", (p,), multitest.multipletests(p, method="fdr_bh")[1])
