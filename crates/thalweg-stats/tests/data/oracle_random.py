"""Random cases by scipy, statsmodels, pymannkendall and ruptures, in the format of oracle.py; the versions stand in the first line that is written:
python3 oracle_random.py COUNT SEED > oracle_random.csv
Committed: COUNT 25, SEED 20261129."""
import sys

import numpy as np
import pymannkendall as pmk
import ruptures
import scipy
import statsmodels
from scipy import optimize, stats
from statsmodels.stats import power, proportion as sp
from statsmodels.stats.contingency_tables import StratifiedTable

count, rng = int(sys.argv[1]), np.random.default_rng(int(sys.argv[2]))
print("#", "scipy", scipy.__version__, "statsmodels", statsmodels.__version__, "pymannkendall 1.4.3 ruptures", ruptures.__version__, "numpy", np.__version__)


def row(what, arguments, expected):
    def text(v):
        return " ".join(repr(float(x)) for x in np.atleast_1d(v))
    print(";".join([what] + [text(a) for a in arguments] + [text(expected)]))


def share(most):
    n = int(rng.integers(1, most))
    return int(rng.binomial(n, rng.beta(0.5, 0.9))), n


def least(y, pen, size=3):
    """The change points that cost least, by trying all: ruptures' own PELT misses them in some 1 of 70 cases with a least size."""
    cost, best = ruptures.costs.CostL2().fit(y), {0: (-pen, [])}
    for end in range(size, len(y) + 1):
        best[end] = min((best[at][0] + cost.error(at, end) + pen, best[at][1] + [end]) for at in best if end - at >= size)
    found = ruptures.Pelt(model="l2", min_size=size, jump=1).fit(y).predict(pen)
    assert cost.sum_of_costs(found) + pen * (len(found) - 1) >= best[len(y)][0] - 1e-9
    return best[len(y)][1]


for _ in range(count):  # Newcombe's method 10, with none and all among the cases
    (x1, n1), (x2, n2) = share(rng.choice([5, 40, 3000])), share(rng.choice([5, 40, 3000]))
    row("newcombe", (x1, n1, x2, n2, 0.95), sp.confint_proportions_2indep(x1, n1, x2, n2, compare="diff", method="newcomb"))

done = 0
while done < count:  # Mantel and Haenszel over 1 to 6 strata
    tables = [(*share(60), *share(60)) for _ in range(rng.integers(1, 7))]
    t = StratifiedTable([np.array([[a, n - a], [c, m - c]], float) for a, n, c, m in tables])
    lo, hi = (np.exp(x) for x in t.logodds_pooled_confint())
    sums = lambda f: sum(f(a, n, c, m) for a, n, c, m in tables)
    weight, z = sums(lambda a, n, c, m: n * m / (n + m)), stats.norm.ppf(0.975)
    rd = sums(lambda a, n, c, m: (a / n - c / m) * n * m / (n + m)) / weight
    v = z * sums(lambda a, n, c, m: (a * (n - a) * m**3 + c * (m - c) * n**3) / (n * m * (n + m) ** 2)) ** 0.5 / weight
    p, q = sums(lambda a, n, c, m: a * m / (n + m)), sums(lambda a, n, c, m: c * n / (n + m))
    rv = sums(lambda a, n, c, m: ((a + c) * n * m - a * c * (n + m)) / (n + m) ** 2)
    numbers = (t.oddsratio_pooled, lo, hi, t.riskratio_pooled, *(t.riskratio_pooled * np.exp(s * z * (rv / p / q) ** 0.5) for s in (-1, 1)), rd, max(rd - v, -1), min(rd + v, 1), t.test_null_odds().pvalue) if p > 0 and q > 0 else (np.nan,)
    if np.all(np.isfinite(numbers)) and min(lo, t.oddsratio_pooled) > 0:
        row("mantel_haenszel", ([x for table in tables for x in table],), numbers)
        done += 1

for at in range(count):  # Theil and Sen, over times with gaps, with ties in both
    n = int(rng.integers(8, 40))
    times = np.cumsum(rng.integers(0 if at % 3 == 0 else 1, 9, n)).astype(float)
    values = times * rng.normal(0, 0.4) + rng.normal(0, 4, n)
    values = np.round(values) if at % 2 else values
    t = stats.theilslopes(values, times, alpha=0.95)
    row("theil_sen", (times, values), (t.slope, t.intercept, t.low_slope, t.high_slope))

for at in range(count):  # seasonal Mann–Kendall, with months that are missing and with ties
    years = int(rng.integers(2, 7))
    y = rng.normal(0, 1, 12 * years) + np.arange(12 * years) * rng.normal(0, 0.05) + np.tile(rng.normal(0, 3, 12), years)
    y = np.round(y) if at % 2 else y
    y[rng.random(len(y)) < rng.choice([0, 0.1, 0.4])] = np.nan
    r = pmk.seasonal_test(y, period=12)
    row("seasonal", (y, 12), (r.s, r.var_s, r.z, r.p))

for at in range(count):  # PELT, of none to four steps
    n = int(rng.integers(24, 90))
    y = rng.normal(0, 1, n) + np.repeat(rng.normal(0, 3, 5), -(-n // 5))[:n] * (at % 3)
    pen = float(rng.choice([1.5, np.log(n) * 2, np.log(n) * 3]))
    row("pelt", (y, pen), least(y, pen))

for _ in range(count):  # the nearest proportions that could have been told: statsmodels' effect size, turned round
    x, n1 = share(2000)
    n2, p = int(rng.integers(1, 2000)), x / n1
    h = power.NormalIndPower().solve_power(nobs1=n1, alpha=0.025, power=0.8, ratio=n2 / n1, alternative="larger")
    size = sp.proportion_effectsize
    ends = [optimize.brentq(lambda q, s=s: size(q, p) - s * h, 0, 1, xtol=1e-15) if (size(float(s > 0), p) - s * h) * s > 0 else np.nan for s in (-1, 1)]
    row("detectable_proportion", (x, n1, n2), ends)
    deviation = float(rng.gamma(2, 0.5))
    row("detectable_ratio", (deviation, n1, n2), (np.exp(-h * deviation), np.exp(h * deviation)))
